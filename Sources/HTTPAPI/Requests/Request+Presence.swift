import HTTPTypes
import Hummingbird

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
}
