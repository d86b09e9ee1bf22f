using System;

namespace Notifications.Contracts.Events.V1;

/// <summary>
/// A phone sent us a text, told once however often the centre repeats it (features.md V3, V4).
/// </summary>
/// <param name="MessageId">The message.</param>
/// <param name="Version">Version of the message; 1, for it does not change.</param>
/// <param name="From">The number that sent it, as the network says.</param>
/// <param name="To">The number it was sent to.</param>
/// <param name="Text">As it was typed.</param>
/// <param name="ReceivedAt">When it reached us, UTC.</param>
public sealed record InboundMessageReceived(
    Guid MessageId,
    long Version,
    string From,
    string To,
    string Text,
    DateTimeOffset ReceivedAt
);
