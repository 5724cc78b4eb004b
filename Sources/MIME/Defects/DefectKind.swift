/// What can be wrong with a message. The raw values are part of the API: they are never changed and never reused.
package enum DefectKind: String, Hashable, Sendable, CaseIterable, Encodable {
    case headerMissing = "header.missing"
    case headerNotEnded = "header.not-ended"
    case envelopeLine = "header.envelope-line"
    case byteOrderMark = "header.byte-order-mark"

    case fieldWithoutColon = "field.no-colon"
    case blankBeforeColon = "field.blank-before-colon"
    case fieldNameInvalid = "field.name"
    case fieldRepeated = "field.repeated"
    case fieldUTF8 = "field.utf-8"
    case fieldNotUTF8 = "field.not-utf-8"
    case fieldControl = "field.control"

    case encodedWordDamaged = "encoded-word.damaged"
    case encodedWordTooLong = "encoded-word.too-long"
    case encodedWordCharset = "encoded-word.charset"
    case encodedWordInParameter = "encoded-word.in-parameter"

    case addressInvalid = "address.invalid"
    case dateInvalid = "date.invalid"
    case messageIDInvalid = "message-id.invalid"
    case contentTypeInvalid = "content-type.invalid"
    case dispositionInvalid = "content-disposition.invalid"

    case boundaryMissing = "multipart.no-boundary"
    case boundaryInvalid = "multipart.boundary"
    case boundaryUnused = "multipart.boundary-unused"
    case delimiterInexact = "multipart.delimiter"
    case multipartNotClosed = "multipart.not-closed"
    case embeddedHeaderMissing = "message.no-header"

    case encodingUnknown = "encoding.unknown"
    case encodingOfComposite = "encoding.composite"
    case base64Damaged = "encoding.base64"
    case quotedPrintableDamaged = "encoding.quoted-printable"
    case eightBitUndeclared = "encoding.8bit-undeclared"

    case charsetMissing = "charset.missing"
    case charsetUnknown = "charset.unknown"
    case charsetWrong = "charset.wrong"

    case lineTooLong = "line.too-long"
    case bareLF = "line.bare-lf"
    case bareCR = "line.bare-cr"
    case nul = "octet.nul"

    case uuencodeInText = "text.uuencode"
    case yEncInText = "text.yenc"

    case tooManyFields = "limit.fields"
    case tooDeep = "limit.depth"
    case tooManyParts = "limit.parts"

    /// What it means, as a sentence.
    package var meaning: String { entry.meaning }

    /// The clause that it offends, or that explains it.
    package var reference: String { entry.reference }

    private var entry: (meaning: String, reference: String) {
        switch self {
        case .headerMissing: ("The text begins where a header field was expected.", "RFC 5322 §3.5")
        case .headerNotEnded: ("Something other than an empty line ends the header section.", "RFC 5322 §2.1")
        case .envelopeLine: ("An mbox `From ` line stands before the header.", "RFC 4155 §A")
        case .byteOrderMark: ("A byte order mark stands before the first field.", "RFC 5322 §2.2")
        case .fieldWithoutColon: ("A line is neither a field nor the continuation of one.", "RFC 5322 §2.2")
        case .blankBeforeColon: ("Blanks stand between field name and colon.", "RFC 5322 §4.5")
        case .fieldNameInvalid: ("A field name has characters that it must not have.", "RFC 5322 §2.2")
        case .fieldRepeated:
            ("A field that may occur once occurs again; readers differ in which they use.", "RFC 5322 §3.6")
        case .fieldUTF8: ("A field has UTF-8 that is not encoded; only SMTPUTF8 transports it.", "RFC 6532 §3")
        case .fieldNotUTF8:
            ("A field has 8-bit octets that are no UTF-8: nobody can know what they mean.", "RFC 6532 §3.1")
        case .fieldControl: ("A field has control characters.", "RFC 5322 §2.2")
        case .encodedWordDamaged: ("An encoded-word cannot be decoded as it claims.", "RFC 2047 §2")
        case .encodedWordTooLong: ("An encoded-word is longer than 75 characters.", "RFC 2047 §2")
        case .encodedWordCharset: ("An encoded-word names a charset that is unknown.", "RFC 2047 §3")
        case .encodedWordInParameter:
            ("A parameter is an encoded-word; RFC 2231 has another way.", "RFC 2047 §5 (3)")
        case .addressInvalid:
            ("An address has no at sign, or something in it that an address cannot have.", "RFC 5322 §3.4")
        case .dateInvalid: ("A date cannot be read.", "RFC 5322 §3.3")
        case .messageIDInvalid: ("A message identifier is not `<left@right>`.", "RFC 5322 §3.6.4")
        case .contentTypeInvalid: ("A Content-Type is no `type/subtype`.", "RFC 2045 §5.1")
        case .dispositionInvalid: ("A Content-Disposition does not say which.", "RFC 2183 §2")
        case .boundaryMissing: ("A multipart does not say its boundary.", "RFC 2046 §5.1.1")
        case .boundaryInvalid:
            ("A boundary is longer than 70 characters, or has some that it must not have.", "RFC 2046 §5.1.1")
        case .boundaryUnused: ("The boundary that a multipart announces never comes.", "RFC 2046 §5.1.1")
        case .delimiterInexact: ("A delimiter stands where or as it should not.", "RFC 2046 §5.1.1")
        case .multipartNotClosed: ("A multipart has no closing delimiter.", "RFC 2046 §5.1.1")
        case .embeddedHeaderMissing: ("What is said to be a message does not begin like one.", "RFC 2046 §5.2.1")
        case .encodingUnknown: ("A transfer encoding is unknown; the content is left as it is.", "RFC 2045 §6.4")
        case .encodingOfComposite: ("A multipart or message is encoded as a whole.", "RFC 2045 §6.4")
        case .base64Damaged: ("Base64 content has octets or padding where none belong, or lacks some.", "RFC 2045 §6.8")
        case .quotedPrintableDamaged:
            ("An equals sign has neither two hexadecimal digits nor a line end behind it.", "RFC 2045 §6.7")
        case .eightBitUndeclared: ("Content that is declared, or assumed, to be 7-bit is not.", "RFC 2045 §2.7")
        case .charsetMissing: ("8-bit text does not say its charset.", "RFC 2046 §4.1.2")
        case .charsetUnknown: ("Text names a charset that is unknown.", "RFC 2046 §4.1.2")
        case .charsetWrong: ("Text has octets that mean nothing in the charset that it names.", "RFC 2046 §4.1.2")
        case .lineTooLong: ("A line is longer than 998 octets.", "RFC 5322 §2.1.1")
        case .bareLF: ("A line ends in LF alone.", "RFC 5322 §2.3")
        case .bareCR: ("A CR stands alone.", "RFC 5322 §2.3")
        case .nul: ("There is a NUL octet.", "RFC 5322 §4")
        case .uuencodeInText: ("Text contains a uuencoded file.", "RFC 2045 §6.3")
        case .yEncInText: ("Text contains a yEnc file.", "RFC 2045 §6.3")
        case .tooManyFields: ("There are more header fields than are read; the rest is left out.", "Creel limits")
        case .tooDeep: ("Parts are nested deeper than is read; the deepest stays whole.", "Creel limits")
        case .tooManyParts: ("There are more parts than are read; the rest stays unparsed.", "Creel limits")
        }
    }
}
