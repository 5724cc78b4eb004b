#ifndef CREEL_WEB_ASSETS_H
#define CREEL_WEB_ASSETS_H

#include <stddef.h>

/// A file of `web/`, compiled into the binary.
struct creel_web_asset {
    /// In URLs, ending in NUL.
    const char *path;
    const char *media_type;
    /// `length` octets; none behind them.
    const unsigned char *octets;
    size_t length;
};

size_t creel_web_asset_count(void);

/// The asset at an index below the count; reading beyond it is undefined.
struct creel_web_asset creel_web_asset_at(size_t index);

#endif
