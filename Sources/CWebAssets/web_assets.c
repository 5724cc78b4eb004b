#include "CWebAssets.h"

// Clang has `#embed` of C23 in every mode, and says so.
#pragma clang diagnostic ignored "-Wc23-extensions"

// The compiler tracks embedded files as it tracks included ones: a changed file is compiled in anew.

static const unsigned char index_html[] = {
#embed "../../web/index.html"
};
static const unsigned char icon_svg[] = {
#embed "../../web/icon.svg"
};
static const unsigned char api_js[] = {
#embed "../../web/api.js"
};
static const unsigned char app_js[] = {
#embed "../../web/app.js"
};
static const unsigned char changes_js[] = {
#embed "../../web/changes.js"
};
static const unsigned char commands_js[] = {
#embed "../../web/commands.js"
};
static const unsigned char deeds_js[] = {
#embed "../../web/deeds.js"
};
static const unsigned char pages_js[] = {
#embed "../../web/pages.js"
};
static const unsigned char store_js[] = {
#embed "../../web/store.js"
};
static const unsigned char stream_js[] = {
#embed "../../web/stream.js"
};
static const unsigned char worker_js[] = {
#embed "../../web/worker.js"
};
static const unsigned char parts_copy_js[] = {
#embed "../../web/parts/copy.js"
};
static const unsigned char parts_dialog_js[] = {
#embed "../../web/parts/dialog.js"
};
static const unsigned char parts_difference_js[] = {
#embed "../../web/parts/difference.js"
};
static const unsigned char parts_dom_js[] = {
#embed "../../web/parts/dom.js"
};
static const unsigned char parts_format_js[] = {
#embed "../../web/parts/format.js"
};
static const unsigned char parts_highlight_js[] = {
#embed "../../web/parts/highlight.js"
};
static const unsigned char parts_keys_js[] = {
#embed "../../web/parts/keys.js"
};
static const unsigned char parts_notify_js[] = {
#embed "../../web/parts/notify.js"
};
static const unsigned char parts_segments_js[] = {
#embed "../../web/parts/segments.js"
};
static const unsigned char views_clients_js[] = {
#embed "../../web/views/clients.js"
};
static const unsigned char views_compare_js[] = {
#embed "../../web/views/compare.js"
};
static const unsigned char views_connect_js[] = {
#embed "../../web/views/connect.js"
};
static const unsigned char views_frameworks_js[] = {
#embed "../../web/views/frameworks.js"
};
static const unsigned char views_head_js[] = {
#embed "../../web/views/head.js"
};
static const unsigned char views_headers_js[] = {
#embed "../../web/views/headers.js"
};
static const unsigned char views_links_js[] = {
#embed "../../web/views/links.js"
};
static const unsigned char views_list_js[] = {
#embed "../../web/views/list.js"
};
static const unsigned char views_message_js[] = {
#embed "../../web/views/message.js"
};
static const unsigned char views_overview_js[] = {
#embed "../../web/views/overview.js"
};
static const unsigned char views_pages_js[] = {
#embed "../../web/views/pages.js"
};
static const unsigned char views_palette_js[] = {
#embed "../../web/views/palette.js"
};
static const unsigned char views_parts_js[] = {
#embed "../../web/views/parts.js"
};
static const unsigned char views_preview_js[] = {
#embed "../../web/views/preview.js"
};
static const unsigned char views_report_js[] = {
#embed "../../web/views/report.js"
};
static const unsigned char views_session_js[] = {
#embed "../../web/views/session.js"
};
static const unsigned char views_sessions_js[] = {
#embed "../../web/views/sessions.js"
};
static const unsigned char views_source_js[] = {
#embed "../../web/views/source.js"
};
static const unsigned char views_tabs_js[] = {
#embed "../../web/views/tabs.js"
};
// One request less each; the first says in which order the layers of all come.
static const unsigned char styles_css[] = {
#embed "../../web/styles/base.css"
,
#embed "../../web/styles/views.css"
,
#embed "../../web/styles/message.css"
};
static const unsigned char openapi_json[] = {
#embed "../../web/openapi.json"
};

#define ASSET(path, type, octets) {path, type, octets, sizeof octets}
#define SCRIPT "text/javascript; charset=utf-8"
#define STYLE "text/css; charset=utf-8"

static const struct creel_web_asset assets[] = {
    ASSET("/", "text/html; charset=utf-8", index_html),
    ASSET("/icon.svg", "image/svg+xml", icon_svg),
    ASSET("/api.js", SCRIPT, api_js),
    ASSET("/app.js", SCRIPT, app_js),
    ASSET("/changes.js", SCRIPT, changes_js),
    ASSET("/commands.js", SCRIPT, commands_js),
    ASSET("/deeds.js", SCRIPT, deeds_js),
    ASSET("/pages.js", SCRIPT, pages_js),
    ASSET("/store.js", SCRIPT, store_js),
    ASSET("/stream.js", SCRIPT, stream_js),
    ASSET("/worker.js", SCRIPT, worker_js),
    ASSET("/parts/copy.js", SCRIPT, parts_copy_js),
    ASSET("/parts/dialog.js", SCRIPT, parts_dialog_js),
    ASSET("/parts/difference.js", SCRIPT, parts_difference_js),
    ASSET("/parts/dom.js", SCRIPT, parts_dom_js),
    ASSET("/parts/format.js", SCRIPT, parts_format_js),
    ASSET("/parts/highlight.js", SCRIPT, parts_highlight_js),
    ASSET("/parts/keys.js", SCRIPT, parts_keys_js),
    ASSET("/parts/notify.js", SCRIPT, parts_notify_js),
    ASSET("/parts/segments.js", SCRIPT, parts_segments_js),
    ASSET("/views/clients.js", SCRIPT, views_clients_js),
    ASSET("/views/compare.js", SCRIPT, views_compare_js),
    ASSET("/views/connect.js", SCRIPT, views_connect_js),
    ASSET("/views/frameworks.js", SCRIPT, views_frameworks_js),
    ASSET("/views/head.js", SCRIPT, views_head_js),
    ASSET("/views/headers.js", SCRIPT, views_headers_js),
    ASSET("/views/links.js", SCRIPT, views_links_js),
    ASSET("/views/list.js", SCRIPT, views_list_js),
    ASSET("/views/message.js", SCRIPT, views_message_js),
    ASSET("/views/overview.js", SCRIPT, views_overview_js),
    ASSET("/views/pages.js", SCRIPT, views_pages_js),
    ASSET("/views/palette.js", SCRIPT, views_palette_js),
    ASSET("/views/parts.js", SCRIPT, views_parts_js),
    ASSET("/views/preview.js", SCRIPT, views_preview_js),
    ASSET("/views/report.js", SCRIPT, views_report_js),
    ASSET("/views/session.js", SCRIPT, views_session_js),
    ASSET("/views/sessions.js", SCRIPT, views_sessions_js),
    ASSET("/views/source.js", SCRIPT, views_source_js),
    ASSET("/views/tabs.js", SCRIPT, views_tabs_js),
    ASSET("/styles.css", STYLE, styles_css),
    ASSET("/api/openapi.json", "application/json", openapi_json),
};

size_t creel_web_asset_count(void) { return sizeof assets / sizeof *assets; }

struct creel_web_asset creel_web_asset_at(size_t index) { return assets[index]; }
