import HTTPAPI
import Logging
import Synchronization

/// Tells, on standard output and once, where the server listens; and whoever asks, where it takes mail.
final class Readiness: Sendable {
    private struct Addresses {
        var mail: [ListenerDetail]?
        var http: [HTTPBinding]?

        /// `nil` while something does not accept yet.
        var line: String? {
            guard let mail, let http else { return nil }
            let addresses: [(name: String, texts: [String])] = [
                ("smtp", mail.filter { $0.dialect == .smtp && $0.encryption != .implicit }.map(\.address)),
                ("http", http.filter { !$0.isEncrypted }.map(\.description)),
                ("smtps", mail.filter { $0.encryption == .implicit }.map(\.address)),
                ("lmtp", mail.filter { $0.dialect == .lmtp }.map(\.address)),
                ("https", http.filter(\.isEncrypted).map(\.description)),
            ]
            return addresses.filter { !$0.texts.isEmpty }
                .reduce(into: "creel ready:") { $0 += " \($1.name)=\($1.texts.joined(separator: ","))" }
        }
    }

    private let addresses = Mutex(Addresses())
    private let logger: Logger
    private let onReady: @Sendable () -> Void

    /// - Parameters:
    ///   - logger: Told in place of standard output where that cannot be written.
    ///   - onReady: Called once, behind the line.
    init(logger: Logger, onReady: @escaping @Sendable () -> Void) { (self.logger, self.onReady) = (logger, onReady) }

    /// Where mail is taken; nothing before that is so.
    var mail: [ListenerDetail] { addresses.withLock { $0.mail ?? [] } }

    func note(mail: [ListenerDetail]) { complete { $0.mail = mail } }

    func note(http: [HTTPBinding]) { complete { $0.http = http } }

    private func complete(_ change: (inout sending Addresses) -> Void) {
        let line = addresses.withLock { addresses in
            change(&addresses)
            return addresses.line
        }
        guard let line else { return }
        do throws(CommandFailure) {
            try StandardOutput.write("\(line)\n")
        } catch {
            logger.warning("\(error); \(line)")
        }
        onReady()
        StartMemory.release()
    }
}
