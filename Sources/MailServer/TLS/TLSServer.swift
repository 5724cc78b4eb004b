package import NIOCore
import NIOSSL
import NIOTLS
import Synchronization

/// Encrypts connections, by an identity that can be exchanged while it runs.
package final class TLSServer: Sendable {
    private struct State {
        let context: NIOSSLContext
        let certificateHash: [UInt8]?

        init(_ identity: TLSIdentity) throws {
            (context, certificateHash) = (try identity.context(), identity.certificateHash)
        }
    }

    private let state: Mutex<State>

    package init(_ identity: TLSIdentity) throws { state = Mutex(try State(identity)) }

    /// Connections from here on are encrypted by this identity; those that are keep theirs.
    package func replace(by identity: TLSIdentity) throws {
        let new = try State(identity)
        state.withLock { $0 = new }
    }

    /// Puts what encrypts in front of everything that is in the pipeline, on its event loop.
    package func encrypt(_ channel: any Channel) throws {
        let (context, hash) = state.withLock { ($0.context, $0.certificateHash) }
        let watch = HandshakeWatch(certificateHash: hash)
        let names = SNIHandler { result in
            if case .hostname(let name) = result { watch.serverName = name }
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        let encryption = NIOSSLServerHandler(
            context: context,
            customVerificationCallback: { _, promise in promise.succeed(.certificateVerified) })
        try channel.pipeline.syncOperations.addHandlers(
            [watch, ByteToMessageHandler(names), encryption], position: .first)
    }
}
