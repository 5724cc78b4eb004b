/// One mailbox of an address field such as `From`, decoded for reading. RFC 5322 §3.4.
package struct Address: Hashable, Sendable {
    /// The display name, or `nil` when there is none.
    package var name: String?
    /// `local@domain`; whatever stood in its place when it is damaged.
    package var address: String

    package init(name: String? = nil, address: String) {
        self.name = name
        self.address = address
    }
}

extension Address: Encodable {
    private enum CodingKeys: String, CodingKey { case name, address }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(address, forKey: .address)
    }
}
