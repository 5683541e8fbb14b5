// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stands in for java.exe and javac.exe of a JDK, so that pilothouse.cmd and the scripts of the packages can be run in
// Wine without a Java for Windows. It writes its arguments to the file that STAND_IN_LOG names, as UTF-8.
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

static void record(FILE *log, const wchar_t *word) {
    char text[8192];
    WideCharToMultiByte(CP_UTF8, 0, word, -1, text, sizeof text, NULL, NULL);
    fprintf(log, "[%s]", text);
}

static int is_file(const wchar_t *path) {
    FILE *file = _wfopen(path, L"rb");
    if (file) fclose(file);
    return file != NULL;
}

int wmain(int count, wchar_t **words) {
    FILE *log = _wfopen(_wgetenv(L"STAND_IN_LOG"), L"ab");
    const wchar_t *slash = wcsrchr(words[0], L'\\');
    record(log, slash ? slash + 1 : words[0]);
    for (int i = 1; i < count; i++) record(log, words[i]);
    fprintf(log, "\n");
    fclose(log);
    wchar_t path[4096];
    for (int i = 1; i < count; i++) {
        if (!wcscmp(words[i], L"-XshowSettings:properties")) {
            fprintf(stderr, "Property settings:\n    java.home = C:\\elsewhere\n    java.specification.version = 17\n");
            return 0;
        }
        if (!wcscmp(words[i], L"-d")) {
            // javac: leaves the class for which the script looks.
            swprintf(path, 4096, L"%ls\\WindowsLaunch.class", words[i + 1]);
            fclose(_wfopen(path, L"wb"));
            return 0;
        }
        if (!wcscmp(words[i], L"fresh")) {
            swprintf(path, 4096, L"%ls\\target\\launch\\stamp", words[i + 1]);
            return is_file(path) ? 0 : 1;
        }
        if (!wcscmp(words[i], L"prepare")) {
            swprintf(path, 4096, L"%ls\\current", words[i + 1]);
            FILE *current = _wfopen(path, L"wb");
            fprintf(current, "pilothouse-1-path.jar javafx-1\r\n");
            fclose(current);
            return 0;
        }
    }
    wchar_t *code = _wgetenv(L"STAND_IN_CODE");
    return code ? (int) wcstol(code, NULL, 10) : 0;
}
