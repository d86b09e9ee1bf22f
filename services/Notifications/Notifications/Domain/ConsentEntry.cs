using System;
using System.Collections.Generic;
using System.Linq;

namespace Notifications.Domain;

/// <summary>
/// One line of the consent ledger: who switched what on or off, as whom, when (features.md N3). Never changed, never
/// removed: the newest of a class and channel counts, the others prove what held before.
/// </summary>
public sealed class ConsentEntry
{
    private ConsentEntry() { }

    public long Position { get; private set; }
    public Guid AccountId { get; private set; }
    public MessageClass Class { get; private set; }
    public Channel Channel { get; private set; }
    public bool IsGiven { get; private set; }

    /// <summary>The token's subject.</summary>
    public string GivenBy { get; private set; } = "";
    public string Role { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public static ConsentEntry Of(
        Guid account,
        MessageClass @class,
        Channel channel,
        bool isGiven,
        string by,
        string role,
        DateTimeOffset at
    ) =>
        new()
        {
            AccountId = account,
            Class = @class,
            Channel = channel,
            IsGiven = isGiven,
            GivenBy = by,
            Role = role,
            At = at,
        };
}

/// <summary>What an account wants to be told over what. Said nothing: reminders yes, marketing no.</summary>
/// <param name="Newest">Of the ledger, per class and channel.</param>
public sealed record Preferences(IReadOnlyCollection<ConsentEntry> Newest)
{
    public bool Allows(MessageClass @class, Channel channel) =>
        IsAlwaysTold(@class) || (Said(@class, channel) is { } said ? said.IsGiven : @class == MessageClass.Reminder);

    /// <summary>What was looked at, for the record of a decision; null for what nobody can switch off.</summary>
    public string? Basis(MessageClass @class, Channel channel)
    {
        if (IsAlwaysTold(@class))
        {
            return null;
        }

        var word = Allows(@class, channel) ? "on" : "off";
        return Said(@class, channel) is { } said
            ? $"{channel} {word} (entry {said.Position})"
            : $"{channel} {word} (nothing said)";
    }

    private static bool IsAlwaysTold(MessageClass @class) =>
        @class is MessageClass.Confirmation or MessageClass.LastNotice;

    private ConsentEntry? Said(MessageClass @class, Channel channel) =>
        Newest.SingleOrDefault(entry => entry.Class == @class && entry.Channel == channel);
}
