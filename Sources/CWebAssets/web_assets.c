#include "CWebAssets.h"

// Clang has `#embed` of C23 in every mode, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// The compiler tracks embedded files as it tracks included ones: a changed file is compiled in anew.

static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char app_js[] = {
#embed "../../web/app.js"
};
static const unsigned char api_js[] = {
#embed "../../web/api.js"
};
static const unsigned char store_js[] = {
#embed "../../web/store.js"
};
static const unsigned char views_controls_js[] = {
#embed "../../web/views/controls.js"
};
static const unsigned char views_list_js[] = {
#embed "../../web/views/list.js"
};
static const unsigned char views_message_js[] = {
#embed "../../web/views/message.js"
};
static const unsigned char views_parts_js[] = {
#embed "../../web/views/parts.js"
};
static const unsigned char parts_dom_js[] = {
#embed "../../web/parts/dom.js"
};
static const unsigned char parts_keys_js[] = {
#embed "../../web/parts/keys.js"
};
static const unsigned char styles_base_css[] = {
#embed "../../web/styles/base.css"
};
static const unsigned char styles_views_css[] = {
#embed "../../web/styles/views.css"
};
static const unsigned char openapi_json[] = {
#embed "../../web/openapi.json"
};

#define ASSET(path, type, octets) {path, type, octets, sizeof octets}
#define SCRIPT "text/javascript; charset=utf-8"
#define STYLE "text/css; charset=utf-8"

static const struct creel_web_asset assets[] = {
    ASSET("/", "text/html; charset=utf-8", index_html),
    ASSET("/app.js", SCRIPT, app_js),
    ASSET("/api.js", SCRIPT, api_js),
    ASSET("/store.js", SCRIPT, store_js),
    ASSET("/views/controls.js", SCRIPT, views_controls_js),
    ASSET("/views/list.js", SCRIPT, views_list_js),
    ASSET("/views/message.js", SCRIPT, views_message_js),
    ASSET("/views/parts.js", SCRIPT, views_parts_js),
    ASSET("/parts/dom.js", SCRIPT, parts_dom_js),
    ASSET("/parts/keys.js", SCRIPT, parts_keys_js),
    ASSET("/styles/base.css", STYLE, styles_base_css),
    ASSET("/styles/views.css", STYLE, styles_views_css),
    ASSET("/api/openapi.json", "application/json", openapi_json),
};

size_t creel_web_asset_count(void) { return sizeof assets / sizeof *assets; }

struct creel_web_asset creel_web_asset_at(size_t index) { return assets[index]; }
