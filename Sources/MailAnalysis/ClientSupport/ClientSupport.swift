/// How a message fares in the clients that are known: which features it uses, and who lacks them.
package struct ClientSupport: Sendable, Encodable {
    /// A feature that the message uses.
    package struct FeatureUse: Sendable, Encodable {
        package let id: String
        package let title: String
        package let impact: ClientFeature.Impact
        package let advice: String
        /// How often it is used.
        package let count: Int
        /// The first uses, at most ``FeatureUses/maximumPlaces``; in octets of the source.
        package let places: [Range<Int>]
        /// Ids of clients that lack it, by their latest version tested.
        package let unsupported: [String]
        /// Ids of clients that know it in part.
        package let partial: [String]
    }

    /// How one client does.
    package struct ClientScore: Sendable, Encodable {
        package let client: String
        package let name: String
        /// Features of the message that it supports, supports in part, and lacks; those not tested are in none.
        package let supported: Int
        package let partial: Int
        package let unsupported: Int

        /// 0…100: how many of the features that were tested work, a partial one by half; `nil` where none was.
        package var percentage: Double? {
            let tested = supported + partial + unsupported
            guard tested > 0 else { return nil }
            return (Double(supported) + Double(partial) / 2) * 100 / Double(tested)
        }

        private enum CodingKeys: String, CodingKey {
            case client, name, supported, partial, unsupported, percentage
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(client, forKey: .client)
            try container.encode(name, forKey: .name)
            try container.encode(supported, forKey: .supported)
            try container.encode(partial, forKey: .partial)
            try container.encode(unsupported, forKey: .unsupported)
            try container.encode(percentage, forKey: .percentage)
        }
    }

    /// Features that some client lacks or knows in part only, those that hurt most first.
    package let features: [FeatureUse]
    /// In the order of ``MailClient/all``; empty for a message without HTML.
    package let clients: [ClientScore]
    /// When the facts were taken.
    package let date: String
}

extension ClientSupport {
    /// - Parameter bodies: The HTML parts of one message.
    init(of bodies: [BodyText]) {
        guard !bodies.isEmpty else {
            (features, clients, date) = ([], [], ClientFacts.date)
            return
        }
        var uses = [FeatureUses.Use](repeating: FeatureUses.Use(), count: ClientFeature.all.count)
        for body in bodies {
            for (feature, use) in body.features.enumerated() where use.count > 0 {
                uses[feature].count += use.count
                uses[feature].places += use.places.map(body.sourceRange)
            }
        }
        let used = uses.indices.filter { uses[$0].count > 0 }
        let weighed = used.compactMap { index in
            FeatureUse(ClientFeature.all[index], uses[index]).map { (use: $0, weight: $0.weight) }
        }
        features = weighed.sorted { $0.weight > $1.weight }.map(\.use)
        clients = MailClient.all.indices.map { ClientScore($0, features: used) }
        date = ClientFacts.date
    }
}

extension ClientSupport.FeatureUse {
    /// `nil` for a feature that every client knows.
    fileprivate init?(_ feature: ClientFeature, _ use: FeatureUses.Use) {
        let (lacking, partly) = (feature.clients(where: .unsupported), feature.clients(where: .partial))
        guard !lacking.isEmpty || !partly.isEmpty else { return nil }
        (id, title, impact, advice) = (feature.id, feature.title, feature.impact, feature.advice)
        (count, places) = (use.count, Array(use.places.prefix(FeatureUses.maximumPlaces)))
        unsupported = lacking.map { MailClient.all[$0].id }
        partial = partly.map { MailClient.all[$0].id }
    }

    fileprivate var weight: Int {
        let cost =
            switch impact {
            case .content: 3
            case .layout: 2
            case .decoration: 1
            case .none: 0
            }
        return cost * 1000 + unsupported.count * 10 + partial.count
    }
}

extension ClientSupport.ClientScore {
    fileprivate init(_ client: Int, features: [Int]) {
        var (supported, partial, unsupported) = (0, 0, 0)
        for feature in features {
            switch ClientFeature.all[feature].support(in: client) {
            case .supported: supported += 1
            case .partial: partial += 1
            case .unsupported: unsupported += 1
            case .unknown, .untested: break
            }
        }
        (self.client, name) = (MailClient.all[client].id, MailClient.all[client].name)
        (self.supported, self.partial, self.unsupported) = (supported, partial, unsupported)
    }
}
