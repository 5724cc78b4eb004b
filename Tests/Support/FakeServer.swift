import NIOCore
import NIOPosix
package import NIOSSL
import Synchronization

/// Something that listens at a free port of this machine and answers each connection once.
package final class FakeServer: Sendable {
    /// What it says once it has read so much, before it closes; `nil` to read on.
    package typealias Answer = @Sendable (_ request: [UInt8]) -> [UInt8]?

    private let channel: any Channel
    private let state: State

    fileprivate final class State: Sendable {
        private let requests = Mutex<[[UInt8]]>([])

        var all: [[UInt8]] { requests.withLock { $0 } }

        func open() -> Int {
            requests.withLock { requests in
                requests.append([])
                return requests.count - 1
            }
        }

        func read(_ octets: some Sequence<UInt8>, on number: Int) -> [UInt8] {
            requests.withLock { requests in
                requests[number] += octets
                return requests[number]
            }
        }
    }

    private init(_ channel: any Channel, _ state: State) { (self.channel, self.state) = (channel, state) }

    /// - Parameters:
    ///   - path: Of a socket in the file system; without it, it listens at 127.0.0.1.
    ///   - tls: With which it encrypts.
    ///   - delay: What is waited for between what it has read and what it says.
    package static func start(
        at path: String? = nil, tls: NIOSSLContext? = nil, after delay: @escaping @Sendable () async -> Void = {},
        answer: @escaping Answer
    ) async throws -> FakeServer {
        let state = State()
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(state, delay, answer))
                }
            }
        let channel =
            if let path {
                try await bootstrap.bind(unixDomainSocketPath: path).get()
            } else {
                try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
            }
        return FakeServer(channel, state)
    }

    package var port: Int { channel.localAddress?.port ?? 0 }

    /// What was said on each connection.
    package var requests: [[UInt8]] { state.all }

    package func stop() async throws { try await channel.close() }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let state: State
        private let delay: @Sendable () async -> Void
        private let answer: Answer
        private var number: Int?
        private var isAnswered = false

        init(_ state: State, _ delay: @escaping @Sendable () async -> Void, _ answer: @escaping Answer) {
            (self.state, self.delay, self.answer) = (state, delay, answer)
        }

        func channelActive(context: ChannelHandlerContext) { number = state.open() }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard let number, !isAnswered else { return }
            let request = state.read(unwrapInboundIn(data).readableBytesView, on: number)
            guard let reply = answer(request) else { return }
            isAnswered = true
            let (channel, delay) = (context.channel, delay)
            context.eventLoop.makeFutureWithTask { await delay() }.flatMap {
                channel.writeAndFlush(ByteBuffer(bytes: reply))
            }.whenComplete { _ in channel.close(promise: nil) }
        }
    }
}
