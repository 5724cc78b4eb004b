import MailProtocols
import NIOCore

/// Reads what a proxy says in front of a connection; nothing begins before it is known for whom the proxy speaks.
///
/// The rest of the pipeline is made when that is known, and then sees a connection that has just become active.
final class ProxyHeaderHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private var octets: [UInt8] = []
    private var isDone = false
    private var deadline: Scheduled<Void>?
    /// How long the proxy may take.
    private let patience: TimeAmount
    /// Makes the rest of the pipeline.
    private let begin: (ProxyHeader) throws -> Void
    /// Told of a connection that does not begin as it should, with the reason.
    private let refuse: (String) -> Void

    init(
        patience: TimeAmount, begin: @escaping (ProxyHeader) throws -> Void, refuse: @escaping (String) -> Void
    ) {
        (self.patience, self.begin, self.refuse) = (patience, begin, refuse)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        deadline = context.eventLoop.scheduleTask(in: patience) {
            bound.value.handler.end(bound.value.context, "no header of the PROXY protocol came in time")
        }
    }

    func channelActive(context: ChannelHandlerContext) {
        if isDone { context.fireChannelActive() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        if isDone { context.fireChannelInactive() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return context.fireChannelRead(data) }
        octets += unwrapInboundIn(data).readableBytesView
        switch ProxyHeader.read(octets) {
        case .incomplete: return
        case .malformed: end(context, "the connection does not begin with a header of the PROXY protocol")
        case .complete(let header, let length): pass(context, header, octets[length...])
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if isDone { context.fireChannelReadComplete() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if isDone { return context.fireUserInboundEventTriggered(event) }
        if case .inputClosed? = event as? ChannelEvent {
            end(context, "the connection ended within the PROXY protocol")
        }
    }

    /// From the head of the pipeline, for what encrypts stands in front of this handler.
    private func pass(_ context: ChannelHandlerContext, _ header: ProxyHeader, _ rest: ArraySlice<UInt8>) {
        deadline?.cancel()
        (isDone, octets) = (true, [])
        do {
            try begin(header)
        } catch {
            return context.close(promise: nil)
        }
        let pipeline = context.pipeline
        pipeline.fireChannelActive()
        guard !rest.isEmpty else { return }
        pipeline.fireChannelRead(ByteBuffer(bytes: rest))
        pipeline.fireChannelReadComplete()
    }

    private func end(_ context: ChannelHandlerContext, _ reason: String) {
        guard !isDone, context.channel.isActive else { return }
        deadline?.cancel()
        refuse(reason)
        context.close(promise: nil)
    }
}
