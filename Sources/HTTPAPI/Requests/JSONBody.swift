import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore

/// The body of a request that says something in JSON.
enum JSONBody {
    private static let limit = 64 << 10

    /// - Parameters:
    ///   - allowed: What may stand in it, as a phrase: `{"tags": […]}`.
    ///   - mayBeAbsent: Whether nothing at all says as much as `{}`.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from request: Request, allowed: String, mayBeAbsent: Bool = false
    ) async throws -> Value {
        var body = try await octets(of: request)
        if mayBeAbsent, body.readableBytes == 0 {
            body.writeString("{}")
        } else if let type = request.headers[.contentType], !type.lowercased().hasPrefix("application/json") {
            throw Problem(
                status: .unsupportedMediaType,
                detail: "The body comes as application/json, not as \(type); "
                    + "send it with 'Content-Type: application/json'",
                headers: [.accept: "application/json"])
        }
        do {
            return try JSONDecoder().decode(type, from: Data(body.readableBytesView))
        } catch let error as DecodingError {
            throw Problem(
                status: .badRequest, detail: "The body is not understood: \(error.explanation); it takes \(allowed)",
                members: ["allowed": allowed])
        }
    }

    private static func octets(of request: Request) async throws -> ByteBuffer {
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw Problem(status: .contentTooLarge, detail: "The body exceeds \(limit) octets")
        }
    }
}

extension DecodingError {
    /// What is wrong, and where.
    fileprivate var explanation: String {
        let (context, text) =
            switch self {
            case .typeMismatch(_, let context): (context, "this kind of value is not allowed")
            case .dataCorrupted(let context): (context, context.debugDescription)
            case .valueNotFound(_, let context): (context, "null is not allowed")
            case .keyNotFound(let key, let context): (context, "\(key.stringValue) is missing")
            @unknown default: (Context(codingPath: [], debugDescription: ""), "\(self)")
            }
        let path = context.codingPath.reduce(into: "") { path, key in
            path += key.intValue.map { "[\($0)]" } ?? (path.isEmpty ? "" : ".") + key.stringValue
        }
        return path.isEmpty ? text : "\(path): \(text)"
    }
}

/// A key as it stands in an object, whatever it is.
private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

extension Decoder {
    /// Refuses an object that has other keys than these: a slip of the hand would change nothing, and say so.
    func refuseKeys(beyond known: [String]) throws {
        let keys = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        guard let unknown = keys.sorted().first(where: { !known.contains($0) }) else { return }
        throw DecodingError.dataCorrupted(
            .init(
                codingPath: codingPath,
                debugDescription: "there is no \(unknown); known are \(known.joined(separator: ", "))"))
    }
}
