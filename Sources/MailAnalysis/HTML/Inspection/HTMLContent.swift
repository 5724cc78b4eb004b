/// Text that is in the source and not on the screen.
package struct HiddenText: Hashable, Sendable {
    package enum Reason: String, Sendable {
        case display, visibility, fontSize, color, opacity, clipping, indent, attribute
    }

    package var reason: Reason
    package var text: String
    /// Of the first to the last hidden octet.
    package var range: Range<Int>
}

/// A link in HTML: `a` or `area` with `href`.
package struct HTMLLink: Hashable, Sendable {
    /// What a person sees of it, white space folded; the alternative text of an image counts.
    package var text: String
    /// As it was sent, references resolved, white space at the ends removed.
    package var href: String
    package var target: WebAddress
    package var isVisible: Bool
    package var holdsImage: Bool
    /// One of its pictures has no `alt` attribute.
    package var holdsUndescribedImage = false
    /// Of the start tag.
    package var range: Range<Int>
    package var hrefRange: Range<Int>
}

/// A picture: `img`, `input type=image`, a `background` attribute or an image of a style.
package struct HTMLImage: Hashable, Sendable {
    package enum Origin: String, Sendable {
        case element, background, style
    }

    package var origin: Origin
    /// As it was sent, references resolved.
    package var source: String
    package var target: WebAddress
    /// `nil` without an `alt` attribute; empty for decoration.
    package var alternative: String?
    /// In CSS pixels, from attributes and styles, as far as they are given so.
    package var width: Double?
    package var height: Double?
    package var isVisible: Bool
    /// The `width` attribute is there, which Outlook goes by.
    package var hasWidthAttribute: Bool
    /// Of the tag, or of the address in a style.
    package var range: Range<Int>
    package var sourceRange: Range<Int>

    /// A remote picture of at most one pixel: nothing to see but that it was fetched.
    package var isTrackingPixel: Bool {
        guard origin == .element, target.isWeb else { return false }
        return width.map { $0 <= 1 } ?? false && height.map { $0 <= 1 } ?? false
    }
}

/// Something in HTML that clients take out, or that acts.
package struct HTMLConstruct: Hashable, Sendable {
    package enum Kind: String, Sendable {
        /// `script`, an `on…` attribute, a `javascript:` address.
        case script
        case form
        case control
        /// A box to tick that nobody sees and that styles go by, as menus and carousels without scripts have them.
        case hiddenSwitch
        /// `iframe`, `object`, `embed`, `applet`, `audio`, `video`.
        case embedded
        case refresh
        case base
        /// `link rel=stylesheet` or `@import`.
        case styleSheet
    }

    package var kind: Kind
    /// The element or attribute, as it is spelled.
    package var name: String
    package var range: Range<Int>
}

/// Text in small print.
package struct SmallText: Hashable, Sendable {
    /// In CSS pixels.
    package var size: Double
    package var text: String
    package var range: Range<Int>
}

/// Text that is hard to read. WCAG 2.2 §1.4.3.
package struct LowContrast: Hashable, Sendable {
    /// 1…21.
    package var ratio: Double
    package var foreground: Color
    package var background: Color
    /// At least 24 px, or 18.66 px in bold: 3:1 suffices.
    package var isLarge: Bool
    package var text: String
    package var range: Range<Int>
}

/// What tells a reader, and a screen reader, how the document is built.
package struct HTMLOutline: Sendable {
    package struct Heading: Hashable, Sendable {
        /// 1…6.
        package var level: Int
        package var text: String
        package var range: Range<Int>
    }

    package struct Style: Hashable, Sendable {
        /// Between the tags.
        package var content: Range<Int>
        /// Of the start tag.
        package var range: Range<Int>
        package var isInBody: Bool
    }

    /// Tags that are in the source, as against implied.
    package var hasHTML = false
    package var hasHead = false
    package var hasBody = false
    /// Of the start tag of `html`.
    package var root: Range<Int>?
    package var language: String?
    package var direction: String?
    /// Of `title`; `nil` without one.
    package var title: String?
    /// What `meta` declares the charset to be.
    package var charset: String?
    package var charsetRange: Range<Int>?
    /// Of the `meta` element that says whether the message is made for dark surroundings; `nil` without one.
    package var colorSchemeRange: Range<Int>?
    package var headings: [Heading] = []
    /// Tables that only arrange, without `role="presentation"`; of their start tags.
    package var layoutTables: [Range<Int>] = []
    /// Contents of `style` elements, in order.
    package var styles: [Style] = []
}
