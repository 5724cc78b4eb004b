import MIME

/// The elements that something here knows; spelled as in HTML.
package enum HTMLTag: UInt8, CaseIterable, Sendable {
    /// Every other element.
    case other
    case a, abbr, acronym, address, applet, area, article, aside, audio, b, base, basefont, bdi, bdo, bgsound, big
    case blink, blockquote, body, br, button, canvas, caption, center, cite, code, col, colgroup, data, datalist, dd
    case del, details, dfn, dialog, dir, div, dl, dt, em, embed, fieldset, figcaption, figure, font, footer, form
    case frame, frameset, h1, h2, h3, h4, h5, h6, head, header, hgroup, hr, html, i, iframe, image, img, input, ins
    case kbd, keygen, label, legend, li, link, listing, main, map, mark, marquee, math, menu, meta, meter, nav, nobr
    case noembed, noframes, noscript, object, ol, optgroup, option, output, p, param, picture, plaintext, pre
    case progress, q, rb, rp, rt, rtc, ruby, s, samp, script, search, section, select, small, source, span, strike
    case strong, style, sub, summary, sup, svg, table, tbody, td, template, textarea, tfoot, th, thead, time, title
    case tr, track, tt, u, ul, `var`, video, wbr, xmp

    /// As HTML spells it; empty for ``other``.
    package var name: String { self == .other ? "" : "\(self)" }

    private static let words = WordTable(allCases.map(\.name))

    /// The element whose name stands at `range` of `octets`, in any case.
    @inline(__always)
    init(_ range: Range<Int>, in octets: [UInt8]) {
        self = Self.words.index(of: range, in: octets).flatMap { HTMLTag(rawValue: UInt8($0)) } ?? .other
    }
}

/// A set of elements: one bit for each.
struct HTMLTagSet: Sendable, ExpressibleByArrayLiteral {
    private var low: UInt64 = 0
    private var middle: UInt64 = 0
    private var high: UInt64 = 0

    init(arrayLiteral tags: HTMLTag...) {
        for tag in tags { insert(tag) }
    }

    private mutating func insert(_ tag: HTMLTag) {
        let bit = UInt64(1) << (UInt64(tag.rawValue) & 63)
        switch tag.rawValue >> 6 {
        case 0: low |= bit
        case 1: middle |= bit
        default: high |= bit
        }
    }

    @inline(__always)
    func contains(_ tag: HTMLTag) -> Bool {
        let word = tag.rawValue < 64 ? low : tag.rawValue < 128 ? middle : high
        return word >> (UInt64(tag.rawValue) & 63) & 1 != 0
    }

    func contains(where predicate: (HTMLTag) -> Bool) -> Bool {
        HTMLTag.allCases.contains { contains($0) && predicate($0) }
    }

    func union(_ other: HTMLTagSet) -> HTMLTagSet {
        var result = self
        result.low |= other.low
        result.middle |= other.middle
        result.high |= other.high
        return result
    }
}
