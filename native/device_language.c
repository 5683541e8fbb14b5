// SPDX-License-Identifier: GPL-3.0-or-later
//
// Hands the device's language to the app on iOS, before the image starts: an image knows only the language of the machine
// that built it. GluonFX compiles each C file of this folder into a phone's app. On Android this one is empty, since
// PhoneSetup does the same there.
#ifdef __APPLE__
#include <CoreFoundation/CoreFoundation.h>
#include <stdlib.h>

// DeviceLanguage reads this variable of the environment.
#define VARIABLE "PILOTHOUSE_LANGUAGE"

// Runs before main. Without a language the app starts in English.
__attribute__((constructor)) static void set_device_language(void) {
    CFArrayRef languages = CFLocaleCopyPreferredLanguages();
    if (languages == NULL) {
        return;
    }
    char tag[100];
    if (CFArrayGetCount(languages) > 0
            && CFStringGetCString((CFStringRef) CFArrayGetValueAtIndex(languages, 0), tag, sizeof(tag), kCFStringEncodingUTF8)) {
        setenv(VARIABLE, tag, 1);
    }
    CFRelease(languages);
}
#endif
