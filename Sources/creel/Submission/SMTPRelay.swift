import NIOCore
import NIOPosix
import Synchronization

/// Joins standard input and output with a server: whoever speaks SMTP to this process speaks it to that one.
struct SMTPRelay: Sendable {
    let address: MailServerAddress

    /// Returns when the server has closed the connection.
    func run() async throws(CommandFailure) {
        let channel: any Channel
        let output = OutputHandler()
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(.seconds(10))
                .channelOption(.allowRemoteHalfClosure, value: false)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(output)
                    }
                }
                .connect(to: address)
        } catch {
            let reason = "cannot reach \(address): \(MailSender.explanation(of: error))"
            // The caller listens for SMTP. RFC 5321 §3.1.
            _ = try? StandardOutput.write("421 4.4.1 \(reason)\r\n")
            throw CommandFailure(.temporary, reason)
        }
        let input = Task { try? await NIOThreadPool.singleton.runIfActive { try Self.pump(into: channel) } }
        try? await channel.closeFuture.get()
        input.cancel()
        if let failure = output.failure { throw failure }
    }

    /// Blocks: standard input may be a file, which no event loop can wait for.
    private static func pump(into channel: any Channel) throws {
        let input = try InputFile("-")
        while true {
            let octets = try input.next()
            guard !octets.isEmpty else { return try channel.close(mode: .output).wait() }
            try channel.writeAndFlush(ByteBuffer(bytes: octets)).wait()
        }
    }
}

/// Writes what comes in to standard output, and closes the connection once that cannot be done.
private final class OutputHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    private let noted = Mutex<CommandFailure?>(nil)

    /// Why what came in could not be written.
    var failure: CommandFailure? { noted.withLock { $0 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do throws(CommandFailure) {
            try StandardOutput.write(unwrapInboundIn(data).readableBytesView)
        } catch {
            noted.withLock { $0 = error }
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
