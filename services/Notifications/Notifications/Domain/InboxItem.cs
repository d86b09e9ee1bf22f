using System;

namespace Notifications.Domain;

/// <summary>
/// A message in a customer's message centre (features.md N2), in both languages as it was worded then: what was told
/// stands, whatever the template says later.
/// </summary>
public sealed class InboxItem
{
    private InboxItem() { }

    public Guid Id { get; private set; }
    public string MessageKey { get; private set; } = "";
    public Guid AccountId { get; private set; }
    public string Purpose { get; private set; } = "";
    public MessageClass Class { get; private set; }
    public string MatterKind { get; private set; } = "";
    public Guid MatterId { get; private set; }
    public string? MatterNumber { get; private set; }
    public string TitleZh { get; private set; } = "";
    public string TitleEn { get; private set; } = "";
    public string ContentZh { get; private set; } = "";
    public string ContentEn { get; private set; } = "";

    /// <summary>Business time.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When the customer first opened it; null: unread.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    public static InboxItem Of(
        string messageKey,
        Guid account,
        string purpose,
        MessageClass @class,
        Matter matter,
        (string Title, string Content) chinese,
        (string Title, string Content) english,
        DateTimeOffset at
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(at),
            MessageKey = messageKey,
            AccountId = account,
            Purpose = purpose,
            Class = @class,
            MatterKind = matter.Kind,
            MatterId = matter.Id,
            MatterNumber = matter.Number,
            TitleZh = chinese.Title,
            TitleEn = english.Title,
            ContentZh = chinese.Content,
            ContentEn = english.Content,
            At = at,
        };

    /// <summary>The first reading counts.</summary>
    public void Read(DateTimeOffset now) => ReadAt ??= now;
}
