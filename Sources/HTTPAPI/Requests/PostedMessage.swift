import HTTPTypes
import Hummingbird
import Intake

/// The octets of a message that is posted.
enum PostedMessage {
    private static let mediaTypes = ["message/rfc822", "message/global", "application/octet-stream", "text/plain"]

    /// Throws `413` beyond `limit` octets, `503` when memory for messages is used up, `415` for a form, and `400`
    /// when the body ends early.
    static func octets(of request: Request, limit: Int, share: OctetShare) async throws -> [UInt8] {
        try checkType(request.headers[.contentType])
        let announced = request.headers[.contentLength].flatMap(Int.init)
        guard announced ?? 0 <= limit else { throw tooLarge(limit) }
        var octets: [UInt8] = []
        octets.reserveCapacity(min(announced ?? 0, 1 << 20))
        do {
            for try await chunk in request.body {
                guard octets.count + chunk.readableBytes <= limit else { throw tooLarge(limit) }
                guard share.grow(by: chunk.readableBytes) else { throw memoryShort }
                octets.append(contentsOf: chunk.readableBytesView)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw cutShort(octets.count)
        }
        // A body also ends, without an error, when the server stops under it.
        guard announced ?? octets.count == octets.count, !Task.isCancelled else { throw cutShort(octets.count) }
        return octets
    }

    /// `curl -d` sends a form and drops line ends: better refused than stored damaged.
    private static func checkType(_ value: String?) throws(Problem) {
        let type = (value ?? mediaTypes[0]).prefix { $0 != ";" && $0 != " " }.lowercased()
        guard !mediaTypes.contains(type) else { return }
        throw Problem(
            status: .unsupportedMediaType, detail: "A message comes as \(mediaTypes[0]), not as \(type)",
            headers: [.accept: mediaTypes.joined(separator: ", ")])
    }

    private static func tooLarge(_ limit: Int) -> Problem {
        Problem(
            status: .contentTooLarge, detail: "The message exceeds \(limit) octets; raise --max-message-size",
            members: ["limit": limit])
    }

    private static var memoryShort: Problem {
        Problem(
            status: .serviceUnavailable,
            detail: "Memory for messages in transit is used up; try again later or raise --max-octets-in-flight",
            headers: [.retryAfter: "1"])
    }

    private static func cutShort(_ count: Int) -> Problem {
        Problem(status: .badRequest, detail: "The body ended early, after \(count) octets")
    }
}
