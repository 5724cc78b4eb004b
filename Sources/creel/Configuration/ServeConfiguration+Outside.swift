import Egress
import OutsideScoring

extension ServeConfiguration {
    /// The scorers that are named, in the order in which reports show them.
    var outsideScorers: [OutsideScorer] {
        [
            spamAssassin.map(OutsideScorer.spamAssassin), rspamd.map(OutsideScorer.rspamd),
            clamAV.map(OutsideScorer.clamAV),
        ].compactMap(\.self)
    }

    /// What may be connected to: what is named, for what it is named.
    var egressPolicy: EgressPolicy {
        EgressPolicy(outsideScorers.map(\.permission), networks: outboundNetworks)
    }

    var scorerLimits: OutsideScorers.Limits {
        var limits = OutsideScorers.Limits()
        (limits.patience, limits.timeout) = (scorerPatience, scorerTimeout)
        return limits
    }
}
