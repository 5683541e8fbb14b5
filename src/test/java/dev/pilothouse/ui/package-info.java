/** Scripted hosts, for the tests of presenters and views and for pictures. */
package dev.pilothouse.ui;
