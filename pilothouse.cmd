@echo off
rem SPDX-License-Identifier: GPL-3.0-or-later
rem
rem Starts Pilothouse from a clone: builds if sources have changed, and starts it.
rem
rem   pilothouse                 the desktop window
rem   pilothouse --help          every other command
rem   pilothouse verify [...]    runs the tests; further arguments go to Maven
rem   pilothouse shots           draws the README's pictures into assets\shots
rem
rem PILOTHOUSE_JAVA_OPTS: more options for the JVM.
rem
rem No variable with a path is used inside parentheses: a path may contain one, as in "Program Files (x86)".
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "LAUNCH=%ROOT%\target\launch"

rem --- Java ---------------------------------------------------------------------------------------------------------
rem Programs are looked up on the PATH alone, and not in the current folder.
set "JAVA="
if defined JAVA_HOME goto home
for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
if defined JAVA goto found
>&2 echo pilothouse: A JDK 17 or newer is needed, and no java was found. Install one, or set JAVA_HOME to it.
exit /b 1
:home
set "JAVA=%JAVA_HOME%\bin\java.exe"
if exist "%JAVA%" goto found
>&2 echo pilothouse: JAVA_HOME is "%JAVA_HOME%", but there is no bin\java.exe in it. Correct or unset it.
exit /b 1
:found

if "%~1"=="verify" goto verify
if "%~1"=="shots" goto shots

if not exist "%LAUNCH%\current" goto stale
if not exist "%LAUNCH%\tool\WindowsLaunch.class" goto stale
"%JAVA%" -XX:TieredStopAtLevel=1 -cp "%LAUNCH%\tool" WindowsLaunch fresh "%ROOT%" 2>nul && goto start
:stale
call :build || exit /b 1
:start
for /f "usebackq tokens=1,2" %%A in ("%LAUNCH%\current") do set "JAR=%%A" & set "JAVAFX=%%B"
"%JAVA%" %PILOTHOUSE_JAVA_OPTS% "-Dpilothouse.launcher=%ROOT%\pilothouse.cmd" --module-path "%LAUNCH%\%JAVAFX%" --add-modules javafx.controls -cp "%LAUNCH%\%JAR%" dev.pilothouse.desktop.DesktopMain %*
exit /b %ERRORLEVEL%

:require
rem Finds a JDK that is new enough, with a compiler; then Maven, which uses the same JDK.
if not exist "%LAUNCH%" mkdir "%LAUNCH%"
set "VERSION="
set "JDK="
"%JAVA%" -XshowSettings:properties -version >"%LAUNCH%\java.txt" 2>&1
for /f "usebackq tokens=1,* delims==" %%A in ("%LAUNCH%\java.txt") do (
    for /f "tokens=* delims= " %%K in ("%%A") do (
        if "%%K"=="java.specification.version " for /f "tokens=* delims= " %%V in ("%%B") do set "VERSION=%%V"
        if "%%K"=="java.home " for /f "tokens=* delims= " %%V in ("%%B") do set "JDK=%%V"
    )
)
rem Preferred to the printed folder, which is not in the code page of this script.
for %%D in ("%JAVA%\..\..") do if exist "%%~fD\bin\javac.exe" set "JDK=%%~fD"
set "MAJOR=0"
for /f "tokens=1 delims=." %%M in ("%VERSION%") do set "MAJOR=%%M"
if %MAJOR% GEQ 17 goto new_enough
>&2 echo pilothouse: A JDK 17 or newer is needed, but "%JAVA%" is Java %VERSION%. Install one, or set JAVA_HOME to it.
exit /b 1
:new_enough
if exist "%JDK%\bin\javac.exe" goto compiler
>&2 echo pilothouse: A JDK is needed, but "%JDK%" has no compiler: it is a runtime only. Set JAVA_HOME to a JDK.
exit /b 1
:compiler
set "JAVA_HOME=%JDK%"
set "MVN="
for %%M in (mvn.cmd) do set "MVN=%%~$PATH:M"
if defined MVN exit /b 0
>&2 echo pilothouse: Maven is needed to build, and mvn was not found. Install it, and put its bin folder on the PATH.
exit /b 1

:build
call :require || exit /b 1
>&2 echo pilothouse: Building. The first build downloads libraries, which can take some minutes ...
rem Created before the build, so that sources edited during the build are newer.
type nul > "%LAUNCH%\stamp.new"
rem Maven gets relative paths, since "call" changes some characters of its arguments.
pushd "%ROOT%"
call "%MVN%" -B -q -ntp -Pdesktop -Dmaven.test.skip=true package dependency:build-classpath -DincludeScope=runtime "-Dmdep.outputFile=target/launch/class-path" 1>&2
set "STATUS=%ERRORLEVEL%"
popd
if "%STATUS%"=="0" goto built
>&2 echo pilothouse: The build failed.
exit /b 1
:built
rem A copy with a unique name, since running processes keep their jar, and Windows locks it.
set "JAR=pilothouse-%RANDOM%%RANDOM%.jar"
del /q "%LAUNCH%\pilothouse-*.jar" >nul 2>nul
copy /y "%ROOT%\target\pilothouse.jar" "%LAUNCH%\%JAR%" >nul || exit /b 1
if not exist "%LAUNCH%\tool" mkdir "%LAUNCH%\tool"
"%JAVA_HOME%\bin\javac.exe" -proc:none -encoding UTF-8 -d "%LAUNCH%\tool" "%ROOT%\src\dist\java\WindowsLaunch.java" || exit /b 1
"%JAVA_HOME%\bin\java.exe" -cp "%LAUNCH%\tool" WindowsLaunch prepare "%LAUNCH%" "%JAR%" || exit /b 1
move /y "%LAUNCH%\stamp.new" "%LAUNCH%\stamp" >nul || exit /b 1
exit /b 0

:shots
call :require || exit /b 1
cd /d "%ROOT%"
call "%MVN%" -B -ntp -q test -Dtest=ScreenshotsTest -Dscreenshots=true
exit /b %ERRORLEVEL%

:verify
call :require || exit /b 1
rem %1, %2 ... would split "-Dtest=X" at its "=".
set REST=%*
set REST=%REST:*verify=%
cd /d "%ROOT%"
if exist target\surefire-reports rmdir /s /q target\surefire-reports
if exist target\failsafe-reports rmdir /s /q target\failsafe-reports
call "%MVN%" -B -ntp verify "-Dtest.robot.jvm=%JAVA_HOME%\bin\java" %REST%
set "STATUS=%ERRORLEVEL%"
"%JAVA_HOME%\bin\java.exe" .ci\TestReport.java target
exit /b %STATUS%
