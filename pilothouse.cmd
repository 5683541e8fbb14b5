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
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
if "%ROOT:~-1%"=="\" set "ROOT=%ROOT:~0,-1%"
set "LAUNCH=%ROOT%\target\launch"

rem --- Java ---------------------------------------------------------------------------------------------------------
set "JAVA="
if defined JAVA_HOME (
    if not exist "%JAVA_HOME%\bin\java.exe" (
        >&2 echo pilothouse: JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it. Correct or unset it.
        exit /b 1
    )
    set "JAVA=%JAVA_HOME%\bin\java.exe"
) else (
    for %%J in (java.exe) do set "JAVA=%%~$PATH:J"
)
if not defined JAVA (
    >&2 echo pilothouse: A JDK 17 or newer is needed, and no java was found. Install one, or set JAVA_HOME to it.
    exit /b 1
)

if "%~1"=="verify" goto verify
if "%~1"=="shots" goto shots

rem Compares the newest source with the last build; folders count, since they change when a file in them is removed.
set "FRESH=no"
if exist "%LAUNCH%\stamp" if exist "%LAUNCH%\arguments" (
    powershell -NoProfile -NonInteractive -Command "$s=(Get-Item '%LAUNCH%\stamp').LastWriteTimeUtc; $p='%ROOT%\pom.xml','%ROOT%\.mvn','%ROOT%\src\main','%ROOT%\src\desktop\java','%ROOT%\src\desktop\resources'; $n=@(Get-Item $p -Force) + @(Get-ChildItem -Recurse $p) | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1; if ($n) { exit 1 }"
    if not errorlevel 1 set "FRESH=yes"
)
if "%FRESH%"=="no" (
    call :build
    if errorlevel 1 exit /b 1
)
"%JAVA%" %PILOTHOUSE_JAVA_OPTS% "-Dpilothouse.launcher=%ROOT%\pilothouse.cmd" "@%LAUNCH%\arguments" dev.pilothouse.desktop.DesktopMain %*
exit /b %ERRORLEVEL%

:require
rem Finds a JDK that is new enough, with a compiler; then Maven, which uses the same JDK.
set "VERSION="
set "JDK="
for /f "tokens=1,* delims==" %%A in ('""%JAVA%" -XshowSettings:properties -version 2^>^&1"') do (
    for /f "tokens=* delims= " %%K in ("%%A") do (
        if "%%K"=="java.specification.version " for /f "tokens=* delims= " %%V in ("%%B") do set "VERSION=%%V"
        if "%%K"=="java.home " for /f "tokens=* delims= " %%V in ("%%B") do set "JDK=%%V"
    )
)
for /f "tokens=1 delims=." %%M in ("%VERSION%") do set "MAJOR=%%M"
if not defined MAJOR set "MAJOR=0"
if %MAJOR% LSS 17 (
    >&2 echo pilothouse: A JDK 17 or newer is needed, but %JAVA% is Java %VERSION%. Install one, or set JAVA_HOME to it.
    exit /b 1
)
if not exist "%JDK%\bin\javac.exe" (
    >&2 echo pilothouse: A JDK is needed, but %JDK% has no compiler: it is a runtime only. Set JAVA_HOME to a JDK.
    exit /b 1
)
set "JAVA_HOME=%JDK%"
where mvn >nul 2>nul
if errorlevel 1 (
    >&2 echo pilothouse: Maven is needed to build, and mvn was not found. Install it, and put its bin folder on the PATH.
    exit /b 1
)
exit /b 0

:build
call :require
if errorlevel 1 exit /b 1
>&2 echo pilothouse: Building. The first build downloads libraries, which can take some minutes ...
if not exist "%LAUNCH%" mkdir "%LAUNCH%"
rem Created before the build, so that sources edited during the build are newer.
type nul > "%LAUNCH%\stamp.new"
call mvn -B -q -ntp -f "%ROOT%\pom.xml" -Pdesktop -Dmaven.test.skip=true package dependency:build-classpath -DincludeScope=runtime "-Dmdep.outputFile=%LAUNCH%\class-path" 1>&2
if errorlevel 1 (
    >&2 echo pilothouse: The build failed.
    exit /b 1
)
rem A copy with a unique name, since running processes keep their jar, and Windows locks it.
set "JAR=%LAUNCH%\pilothouse-%RANDOM%%RANDOM%.jar"
for %%F in ("%LAUNCH%\pilothouse-*.jar") do del /q "%%F" 2>nul
copy /y "%ROOT%\target\pilothouse.jar" "%JAR%" >nul
if errorlevel 1 exit /b 1
rem JavaFX goes to the module path, since it warns elsewhere. Its jars without a system in their names are empty.
powershell -NoProfile -NonInteractive -Command "$all=(Get-Content -Raw '%LAUNCH%\class-path').Trim() -split ';'; $fx=@($all | Where-Object { (Split-Path -Leaf $_) -match '^javafx-.*[0-9]-.*\.jar$' }); $cp=@('%JAR%') + @($all | Where-Object { (Split-Path -Leaf $_) -notmatch '^javafx-' }); $q={ param($x) [char]34 + (($x -join ';') -replace '\\','\\') + [char]34 }; [IO.File]::WriteAllLines('%LAUNCH%\arguments', @('--module-path', (& $q $fx), '--add-modules', 'javafx.controls', '-cp', (& $q $cp)))"
if errorlevel 1 exit /b 1
move /y "%LAUNCH%\stamp.new" "%LAUNCH%\stamp" >nul
exit /b 0

:shots
call :require
if errorlevel 1 exit /b 1
cd /d "%ROOT%"
call mvn -B -ntp -q test -Dtest=ScreenshotsTest -Dscreenshots=true
exit /b %ERRORLEVEL%

:verify
call :require
if errorlevel 1 exit /b 1
set "REST="
:words
shift
if "%~1"=="" goto run
set "REST=%REST% %1"
goto words
:run
cd /d "%ROOT%"
if exist target\surefire-reports rmdir /s /q target\surefire-reports
if exist target\failsafe-reports rmdir /s /q target\failsafe-reports
call mvn -B -ntp verify "-Dtest.robot.jvm=%JAVA_HOME%\bin\java" %REST%
set "STATUS=%ERRORLEVEL%"
"%JAVA_HOME%\bin\java" .ci\TestReport.java target
exit /b %STATUS%
