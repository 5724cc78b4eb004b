import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Refuses a body where none is expected: `400`.
    func refuseBody() throws(Problem) {
        guard !hasBody else { throw Problem(status: .badRequest, detail: "\(method) \(uri.path) takes no body") }
    }

    var hasBody: Bool {
        let length = headers[.contentLength].flatMap { Int($0) } ?? 0
        return length != 0 || headers[.transferEncoding] != nil
    }

    /// Runs `operation` and cancels it when the client leaves. Only for requests without a body.
    ///
    /// The framework closes the connection afterwards.
    func whileClientStays<Value: Sendable>(_ operation: () async throws -> Value) async throws -> Value {
        try await body.consumeWithCancellationOnInboundClose { body in
            // To its end, which follows the head at once: the framework's source of the body stops the whole process
            // when it goes before it has seen the end, as it would when `operation` is quick.
            for try await _ in body {}
            return try await operation()
        }
    }

    /// Runs `operation` with the body and cancels it when the client leaves. The answer has to close the connection.
    ///
    /// - Throws: `413` for a body of more than `limit` octets; what `operation` throws.
    func whileClientStays<Value: Sendable>(
        bodyLimit limit: Int, _ operation: (ByteBuffer) async throws -> Value
    ) async throws -> Value {
        let tooLarge = Problem(
            status: .contentTooLarge, detail: "The body exceeds \(limit) octets", members: ["limit": limit])
        guard headers[.contentLength].flatMap({ Int($0) }) ?? 0 <= limit else { throw tooLarge }
        return try await body.consumeWithCancellationOnInboundClose { body in
            var octets = ByteBuffer()
            // To its end even when it is too large, as above.
            for try await var piece in body where octets.readableBytes <= limit { octets.writeBuffer(&piece) }
            guard octets.readableBytes <= limit else { throw tooLarge }
            return try await operation(octets)
        }
    }
}
