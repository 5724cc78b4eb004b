/// The groups of elements that the rules of the tree builder are about. HTML Standard §13.2.4.2, §13.2.6.
extension HTMLTagSet {
    /// Elements that have neither content nor end tag.
    static let void: HTMLTagSet = [
        .area, .base, .basefont, .bgsound, .br, .col, .embed, .frame, .hr, .img, .input, .keygen, .link, .meta, .param,
        .source, .track, .wbr,
    ]

    static let headings: HTMLTagSet = [.h1, .h2, .h3, .h4, .h5, .h6]

    /// Elements that end a paragraph.
    static let blocks: HTMLTagSet = HTMLTagSet.headings.union([
        .address, .article, .aside, .blockquote, .center, .details, .dialog, .dir, .div, .dl, .fieldset, .figcaption,
        .figure, .footer, .form, .header, .hgroup, .listing, .main, .menu, .nav, .ol, .p, .pre, .search, .section,
        .summary, .ul,
    ])

    /// Elements that an end tag of another kind does not reach through.
    static let special: HTMLTagSet = HTMLTagSet.blocks.union(.void).union([
        .applet, .body, .button, .caption, .colgroup, .dd, .dt, .frameset, .head, .html, .iframe, .li, .marquee,
        .noembed, .noframes, .noscript, .object, .plaintext, .script, .select, .style, .table, .tbody, .td, .template,
        .textarea, .tfoot, .th, .thead, .title, .tr, .xmp,
    ])

    /// Elements that are opened again behind a block that cut them off.
    static let formatting: HTMLTagSet = [
        .a, .b, .big, .code, .em, .font, .i, .nobr, .s, .small, .strike, .strong, .tt, .u,
    ]

    /// Elements whose end tag may be left out, so that others may close them.
    static let impliedEnd: HTMLTagSet = [.dd, .dt, .li, .optgroup, .option, .p, .rb, .rp, .rt, .rtc]

    /// Elements that may be open at the end of a document.
    static let optionalEnd: HTMLTagSet = HTMLTagSet.impliedEnd.union([
        .body, .colgroup, .html, .head, .tbody, .td, .tfoot, .th, .thead, .tr,
    ])

    /// Where the search for an open element ends.
    static let scope: HTMLTagSet = [.applet, .caption, .html, .marquee, .object, .table, .td, .template, .th]
    static let listScope: HTMLTagSet = HTMLTagSet.scope.union([.ol, .ul])
    static let buttonScope: HTMLTagSet = HTMLTagSet.scope.union([.button])
    static let tableScope: HTMLTagSet = [.html, .table, .template]

    /// Elements that keep formatting inside.
    static let markers: HTMLTagSet = [.applet, .caption, .marquee, .object, .td, .template, .th]

    /// Elements that belong into the head wherever they stand.
    static let metadata: HTMLTagSet = [
        .base, .basefont, .bgsound, .link, .meta, .noframes, .script, .style, .template, .title,
    ]

    /// Elements whose content is text, with references or without.
    static let rawText: HTMLTagSet = [
        .iframe, .noembed, .noframes, .plaintext, .script, .style, .textarea, .title, .xmp,
    ]

    static let tableSections: HTMLTagSet = [.tbody, .tfoot, .thead]
    static let cells: HTMLTagSet = [.td, .th]
    /// The parts of a table; outside of one their tags mean nothing.
    static let tableParts: HTMLTagSet = HTMLTagSet.tableSections.union([.caption, .col, .colgroup, .td, .th, .tr])
    /// What may hold only parts of a table.
    static let tableContainers: HTMLTagSet = HTMLTagSet.tableSections.union([.table, .tr])

    /// Elements that end a drawing or a formula. HTML Standard §13.2.6.5.
    static let foreignBreakout: HTMLTagSet = HTMLTagSet.headings.union([
        .b, .big, .blockquote, .body, .br, .center, .code, .dd, .div, .dl, .dt, .em, .embed, .head, .hr, .i, .img, .li,
        .listing, .menu, .meta, .nobr, .ol, .p, .pre, .ruby, .s, .small, .span, .strike, .strong, .sub, .sup, .table,
        .tt, .u, .ul, .var,
    ])
}
