import FoundationEssentials
import MIME

/// Pictures that came with a message, as URLs that carry them (RFC 2397): whoever has no origin is given no others.
struct InlinePictures {
    private let message: Message
    /// Octets that may still be carried. A picture counts each time it is referred to.
    private var left: Int
    /// By index of the part.
    private var known: [Int: String] = [:]

    /// - Parameter limit: Octets of decoded pictures, all references together.
    init(of message: Message, limit: Int) {
        (self.message, left) = (message, limit)
    }

    /// `data:image/png;base64,…`; `nil` for what is no picture, might act, or is one too many.
    mutating func url(of part: Part) -> String? {
        guard left >= 0, let type = PartFile.pictureType(of: part) else { return nil }
        if let url = known[part.index] {
            left -= url.utf8.count / 4 * 3
            return left >= 0 ? url : nil
        }
        let content = message.content(of: part)
        left -= content.count
        guard left >= 0 else { return nil }
        let url = "data:\(type);base64,\(Data(content).base64EncodedString())"
        known[part.index] = url
        return url
    }
}
