import MIME

/// A file to attach: its path, and what it is.
struct AttachedFile: Hashable, Sendable {
    let path: String
    let mediaType: String

    /// Reads `FILE` or `TYPE:FILE`.
    init(_ text: String) {
        let pair = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if pair.count == 2, Self.isMediaType(pair[0]) {
            (mediaType, path) = (pair[0].lowercased(), String(pair[1]))
        } else {
            (mediaType, path) = (Self.mediaType(of: text), text)
        }
    }

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// - Parameter isPicture: The HTML refers to it by its name.
    func attachment(asPictureOfHTML isPicture: Bool = false) throws(CommandFailure) -> OutgoingMessage.Attachment {
        do throws(MessageFile.Failure) {
            return OutgoingMessage.Attachment(
                fileName: name, mediaType: mediaType, content: try MessageFile.octets(of: path),
                contentID: isPicture ? name : nil)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// `type/subtype`, of the characters that tokens are made of, as far as anybody uses them. RFC 6838 §4.2.
    private static func isMediaType(_ text: Substring) -> Bool {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                part.first?.isLetter == true
                    && part.utf8.allSatisfy { $0.isLetter || $0.isDigit || "+-._".utf8.contains($0) }
            } && types.contains { $0 == parts[0].lowercased() }
    }

    private static let types = [
        "application", "audio", "font", "image", "message", "model", "multipart", "text", "video",
    ]

    /// By the extension of the name; what is not known is octets.
    private static func mediaType(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? byExtension[parts[parts.count - 1].lowercased()] ?? octets : octets
    }

    private static let octets = "application/octet-stream"

    private static let byExtension = [
        "txt": "text/plain", "log": "text/plain", "csv": "text/csv", "html": "text/html", "htm": "text/html",
        "ics": "text/calendar", "vcf": "text/vcard", "md": "text/markdown", "xml": "text/xml",
        "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
        "svg": "image/svg+xml", "avif": "image/avif", "bmp": "image/bmp", "tiff": "image/tiff", "ico": "image/x-icon",
        "pdf": "application/pdf", "json": "application/json", "zip": "application/zip", "gz": "application/gzip",
        "tar": "application/x-tar", "js": "text/javascript", "eml": "message/rfc822", "rtf": "application/rtf",
        "doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint",
        "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "odt": "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet",
        "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "wav": "audio/wav",
        "mp4": "video/mp4", "webm": "video/webm", "mov": "video/quicktime", "p7s": "application/pkcs7-signature",
    ]
}
