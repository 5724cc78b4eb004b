import NIOCore
import NIOPosix
import Synchronization

/// A connection to an address that was checked.
struct OutboundConnection: Sendable {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    private let destination: Destination

    init(to address: SocketAddress, of destination: Destination, timeout: Duration) async throws(EgressError) {
        self.destination = destination
        do {
            channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .connectTimeout(TimeAmount(timeout))
                .connect(to: address) { channel in
                    channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
                }
        } catch {
            throw .unreachable("nobody answers at \(destination)")
        }
    }

    /// Says something, answers with everything the other side says until it closes, and closes.
    ///
    /// - Parameter limit: Octets of the answer.
    func exchange(
        _ request: [ByteBuffer], limit: Int, until deadline: ContinuousClock.Instant
    ) async throws(EgressError) -> ByteBuffer {
        let overdue = Overdue()
        let timer = channel.channel.eventLoop.scheduleTask(in: TimeAmount(max(deadline - .now, .zero))) {
            [channel = channel.channel] in
            overdue.note()
            channel.close(promise: nil)
        }
        defer { timer.cancel() }
        do {
            return try await channel.executeThenClose { inbound, outbound in
                // Who refuses early may close before all of it was sent; what was answered counts.
                do { try await outbound.write(contentsOf: request) } catch is IOError {} catch is ChannelError {}
                var answer = ByteBuffer()
                for try await var piece in inbound {
                    answer.writeBuffer(&piece)
                    guard answer.readableBytes <= limit else {
                        throw EgressError.tooLarge("the answer of \(destination) exceeds \(limit) octets")
                    }
                }
                guard !overdue.isNoted else { throw timedOut }
                return answer
            }
        } catch let error as EgressError {
            throw error
        } catch {
            throw overdue.isNoted ? timedOut : .brokenOff("the answer of \(destination) broke off")
        }
    }

    private var timedOut: EgressError { .timedOut("\(destination) did not answer in time") }
}

/// Whether the time of an exchange was up.
private final class Overdue: Sendable {
    private let flag = Atomic(false)

    var isNoted: Bool { flag.load(ordering: .relaxed) }

    func note() { flag.store(true, ordering: .relaxed) }
}
