import FoundationEssentials
import MIME

/// Pictures that came with a message, as URLs that carry them (RFC 2397): whoever has no origin is given no others.
struct InlinePictures {
    private let message: Message
    /// Octets that may still be carried. A picture counts each time it is referred to.
    private var left: Int
    /// By index of the part; `nil` for one that is not carried.
    private var known: [Int: (url: String, octets: Int)?] = [:]

    /// - Parameter limit: Octets of decoded pictures, all references together.
    init(of message: Message, limit: Int) {
        (self.message, left) = (message, limit)
    }

    /// `data:image/png;base64,…`; `nil` for what is no picture, might act, or takes more than is left.
    mutating func url(of part: Part) -> String? {
        guard let picture = picture(of: part), picture.octets <= left else { return nil }
        left -= picture.octets
        return picture.url
    }

    private mutating func picture(of part: Part) -> (url: String, octets: Int)? {
        if let picture = known[part.index] { return picture }
        var picture: (url: String, octets: Int)?
        if let type = PartFile.pictureType(of: part) {
            let content = message.content(of: part)
            // One that does not fit now does not later.
            if content.count <= left {
                picture = ("data:\(type);base64,\(Data(content).base64EncodedString())", content.count)
            }
        }
        known[part.index] = .some(picture)
        return picture
    }
}
