import CWebAssets
import NIOCore

/// A file that is compiled into the binary.
struct WebAsset: Sendable {
    /// In URLs: `/`, `/app.js`.
    let path: String
    let mediaType: String
    let content: ByteBuffer
    /// The same in less octets; `nil` where it would not be less.
    let compressed: ByteBuffer?
    /// Changes with the content. RFC 9110 §8.8.3.
    let entityTag: String

    /// The page at `/` and everything it loads.
    static let page = all.filter { $0.path != openAPIPath }

    static let openAPI: WebAsset = {
        guard let asset = all.first(where: { $0.path == openAPIPath }) else {
            preconditionFailure("\(openAPIPath) is not compiled in")
        }
        return asset
    }()

    private static let openAPIPath = "/api/openapi.json"

    private static let all = (0..<creel_web_asset_count()).map { WebAsset(creel_web_asset_at($0)) }

    private init(_ asset: creel_web_asset) {
        path = String(cString: asset.path)
        mediaType = String(cString: asset.media_type)
        content = ByteBuffer(bytes: UnsafeRawBufferPointer(start: asset.octets, count: asset.length))
        compressed = GzipCoding.encoded(Array(content.readableBytesView)).map { ByteBuffer(bytes: $0) }
        entityTag = Self.entityTag(of: content)
    }

    /// FNV-1a, 64 bits: tells versions of a file apart, no more.
    private static func entityTag(of content: ByteBuffer) -> String {
        let hash = content.readableBytesView.reduce(into: UInt64(0xcbf2_9ce4_8422_2325)) { hash, octet in
            hash = (hash ^ UInt64(octet)) &* 0x100_0000_01b3
        }
        return "\"\(String(hash, radix: 16))\""
    }
}
