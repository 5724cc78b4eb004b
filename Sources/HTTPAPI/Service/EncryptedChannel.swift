import HummingbirdCore
import Logging
import NIOCore

/// Encrypts connections before HTTP is spoken on them.
struct EncryptedChannel<Base: ServerChildChannel & HTTPChannelHandler>: ServerChildChannel, HTTPChannelHandler {
    let base: Base
    /// Puts what encrypts in front of all that is in the pipeline.
    let encrypt: @Sendable (any Channel) throws -> Void

    var responder: HTTPChannelHandler.Responder { base.responder }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        channel.eventLoop.makeCompletedFuture { try encrypt(channel) }
            .flatMap { base.setup(channel: channel, logger: logger) }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
