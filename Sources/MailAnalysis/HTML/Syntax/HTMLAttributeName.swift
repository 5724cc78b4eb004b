import MIME

/// The attributes that something here knows. A hyphen in HTML is a capital letter in the name of the case.
package enum HTMLAttributeName: UInt8, CaseIterable, Sendable {
    /// Every other attribute.
    case other
    /// What a script would hang on: any name that begins with `on`.
    case eventHandler
    case action, align, alt, ariaDescribedby, ariaHidden, ariaLabel, ariaLabelledby, ariaLive, background, bgcolor
    case border, cellpadding, cellspacing, charset, `class`, code, color, cols, colspan, content, coords, data, dir
    case face, formaction, headers, height, hidden, href, httpEquiv, id, inert, lang, link, loading, media, method
    case name, nowrap, popover, rel, required, role, rows, rowspan, scope, shape, size, sizes, src, srcdoc, srcset
    case style, summary, tabindex, target, text, title, type, usemap, valign, value, vlink, width, xmlLang

    /// As HTML spells it; empty for ``other`` and ``eventHandler``.
    package var name: String {
        switch self {
        case .other, .eventHandler: ""
        case .xmlLang: "xml:lang"
        default:
            "\(self)".reduce(into: "") { $0 += $1.isUppercase ? "-" + $1.lowercased() : String($1) }
        }
    }

    private static let words = WordTable(allCases.map(\.name))

    /// The attribute whose name stands at `range` of `octets`, in any case.
    @inline(__always)
    init(_ range: Range<Int>, in octets: [UInt8]) {
        if let index = Self.words.index(of: range, in: octets) {
            self = HTMLAttributeName(rawValue: UInt8(index)) ?? .other
        } else {
            let isHandler =
                range.count > 3 && octets[range.lowerBound] | 0x20 == UInt8(ascii: "o")
                && octets[range.lowerBound + 1] | 0x20 == UInt8(ascii: "n")
            self = isHandler ? .eventHandler : .other
        }
    }
}
