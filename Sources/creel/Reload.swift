import Logging
import MailProtocols
import MailServer
import ServiceLifecycle
import UnixSignals

/// Reads certificate and users anew at each SIGHUP: connections from then on see what has changed.
///
/// The signal means two things. Where it says that the terminal has been closed, the service ends, and with it the server:
/// nobody is there any more to stop it.
struct Reload: Service {
    let source: CertificateSource
    let tls: TLSServer
    let users: UserSource?
    let terminal: Terminal
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            guard !terminal.isGone else { return logger.notice("the terminal is gone: stopping") }
            if let users { readAnew(users) }
            do {
                try tls.replace(by: try source.identity(logger: logger))
                logger.notice("read the certificate anew")
            } catch {
                logger.error("the certificate stays as it was: \(error)")
            }
        }
    }

    private func readAnew(_ users: UserSource) {
        do {
            try users.readAnew()
            logger.notice("read the users anew: \(users.current.count)")
        } catch {
            logger.error("the users stay as they were: \(error)")
        }
    }
}
