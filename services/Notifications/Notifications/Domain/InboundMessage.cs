using System;

namespace Notifications.Domain;

/// <summary>A text that a phone sent (features.md V3, V4): remembered, so that the gateway's repetition is no second one.</summary>
public sealed class InboundMessage
{
    public Guid Id { get; init; }

    /// <summary>The gateway's own of this text.</summary>
    public string GatewayId { get; init; } = "";
    public string Sender { get; init; } = "";
    public string Receiver { get; init; } = "";
    public string Text { get; init; } = "";
    public DateTimeOffset ReceivedAt { get; init; }
}
