// SPDX-License-Identifier: GPL-3.0-or-later
//
// Starts a process with the command line in a file, as UTF-8.
#include <stdio.h>
#include <windows.h>

int wmain(int count, wchar_t **words) {
    static char text[8192];
    static wchar_t line[8192];
    if (count != 2) return 2;
    FILE *file = _wfopen(words[1], L"rb");
    if (!file) return 2;
    text[fread(text, 1, sizeof text - 1, file)] = 0;
    MultiByteToWideChar(CP_UTF8, 0, text, -1, line, 8192);
    STARTUPINFOW start = {sizeof start};
    PROCESS_INFORMATION process;
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process)) return 3;
    WaitForSingleObject(process.hProcess, INFINITE);
    return 0;
}
