import HTTPTypes
import MIME

/// A part as a file to save. Whatever somebody sent, it never acts as a page of ours.
struct PartFile {
    private let mediaType: String
    private let charset: String?
    private let name: String

    /// - Parameter name: For a part that has no name of its own; gets an extension.
    init(_ part: Part, name: String) {
        let type = part.contentType.mediaType
        mediaType = Self.harmless[type] == nil ? "application/octet-stream" : type
        charset = type.hasPrefix("text/") ? part.contentType.charset : nil
        self.name = part.safeFileName ?? "\(name).\(Self.harmless[type] ?? "bin")"
    }

    var headers: HTTPFields {
        [
            .contentType: contentType, .contentDisposition: AttachmentDisposition.value(fileName: name),
            .contentSecurityPolicy:
                "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ]
    }

    private var contentType: String {
        guard mediaType.hasPrefix("text/"), let charset, !charset.isEmpty, charset.utf8.allSatisfy(Self.isCharset)
        else {
            return mediaType
        }
        return "\(mediaType); charset=\(charset)"
    }

    /// What names of charsets are made of. RFC 2978 §2.3.
    private static func isCharset(_ octet: UInt8) -> Bool {
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// The media type of a picture that browsers show and in which they run nothing; `nil` for all else.
    static func pictureType(of part: Part) -> String? {
        let type = part.contentType.mediaType
        return type.hasPrefix("image/") && harmless[type] != nil ? type : nil
    }

    /// Media types in which browsers run nothing, and the extension of their files. All others, above all those of
    /// HTML, XML, SVG and scripts, are served as octets.
    private static let harmless = [
        "text/plain": "txt", "text/csv": "csv", "text/calendar": "ics", "text/markdown": "md", "text/vcard": "vcf",
        "image/png": "png", "image/apng": "png", "image/jpeg": "jpg", "image/jpg": "jpg", "image/pjpeg": "jpg",
        "image/gif": "gif", "image/webp": "webp", "image/avif": "avif", "image/bmp": "bmp", "image/tiff": "tiff",
        "image/heic": "heic", "image/x-icon": "ico", "image/vnd.microsoft.icon": "ico",
        "audio/mpeg": "mp3", "audio/mp4": "m4a", "audio/ogg": "ogg", "audio/wav": "wav", "audio/aac": "aac",
        "video/mp4": "mp4", "video/webm": "webm", "video/ogg": "ogv", "video/quicktime": "mov",
        "application/pdf": "pdf", "application/json": "json", "application/zip": "zip", "application/gzip": "gz",
        "message/rfc822": "eml", "message/global": "eml",
    ]
}

/// `Content-Disposition: attachment` with a file name. RFC 6266.
enum AttachmentDisposition {
    /// - Parameter fileName: Safe, see ``FileName``. What ASCII cannot say stands in `filename*`. RFC 8187.
    static func value(fileName: String) -> String {
        let plain = String(String.UnicodeScalarView(fileName.unicodeScalars.map { isPlain($0) ? $0 : "_" }))
        let value = "attachment; filename=\"\(plain)\""
        return plain == fileName ? value : value + "; filename*=UTF-8''\(percentEncoded(fileName))"
    }

    /// Means itself to every client; some decode percent signs and take a backslash for itself. RFC 6266 §D.
    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7E).contains(scalar.value) && !["\"", "\\", "%"].contains(scalar)
    }

    private static func percentEncoded(_ text: String) -> String {
        text.utf8.map { octet in
            let scalar = Unicode.Scalar(octet)
            let isPlain = octet < 0x80 && (scalar.properties.isAlphabetic || attributeSigns.contains(scalar))
            guard !isPlain else { return String(scalar) }
            return (octet < 16 ? "%0" : "%") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }

    /// What may stand in an extended value besides letters. RFC 8187 §3.2.1.
    private static let attributeSigns = Set("0123456789!#$&+-.^_`|~".unicodeScalars)
}
