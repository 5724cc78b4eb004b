import Hummingbird
import MailModel
import MailStorage
import NIOPosix

/// Which message a path means: a number, or `latest` with `inbox` and `q`.
struct MessageReference: Sendable {
    private enum Target: Sendable {
        case number(CaptureID)
        case latest(MessageQuery)
    }

    private let target: Target
    let parameters: QueryParameters

    /// - Parameter names: Parameters that the route takes besides.
    init(_ request: Request, _ context: BasicRequestContext, taking names: [String] = []) throws(Problem) {
        let text = context.parameters.get("id") ?? ""
        if text == "latest" {
            parameters = try QueryParameters(request, names + ["inbox", "q"])
            target = .latest(try parameters.messageQuery())
        } else if let id = CaptureID(text) {
            parameters = try QueryParameters(request, names)
            target = .number(id)
        } else {
            throw .badParameter("id", text, allowed: "the number of a message, or latest")
        }
    }

    func id(in store: any MessageStore) async throws -> CaptureID {
        switch target {
        case .number(let id): return id
        case .latest(let query):
            guard let newest = try await store.newest(query, limit: 1).first else { throw notFound }
            return newest.id
        }
    }

    func message(in store: any MessageStore) async throws -> StoredMessage {
        guard let message = try await store.message(try await id(in: store)) else { throw notFound }
        return message
    }

    /// Answers with what `view` makes of the message.
    ///
    /// Taking a message of many megabytes apart holds up neither an event loop nor the threads that all requests
    /// share: it is done on threads for such work, which are few, so that only as many messages are in memory
    /// several times over.
    func read<View: Sendable>(
        in store: any MessageStore, _ view: @escaping @Sendable (StoredMessage) throws -> View
    ) async throws -> View {
        let message = try await message(in: store)
        return try await NIOThreadPool.singleton.runIfActive { try view(message) }
    }

    var notFound: Problem {
        switch target {
        case .number(let id): .notFound("There is no message \(id); it was deleted, or never came")
        case .latest: .notFound("No message matches")
        }
    }
}
