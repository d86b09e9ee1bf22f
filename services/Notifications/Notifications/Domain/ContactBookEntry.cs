using System;

namespace Notifications.Domain;

/// <summary>Our copy of how an account wants to be reached; Billing owns the original (design.md, Data).</summary>
public sealed class ContactBookEntry
{
    private ContactBookEntry() { }

    public Guid AccountId { get; private set; }

    /// <summary>The account's version this copy is of.</summary>
    public long Version { get; private set; }
    public string? PhoneNumber { get; private set; }
    public string? Email { get; private set; }
    public string Language { get; private set; } = "zh";

    public static ContactBookEntry For(Guid accountId) => new() { AccountId = accountId };

    /// <summary>Takes over a newer state; an older one, delivered late, changes nothing.</summary>
    public void Become(long version, string? phoneNumber, string? email, string language)
    {
        if (version <= Version)
        {
            return;
        }

        Version = version;
        PhoneNumber = phoneNumber;
        Email = email;
        Language = language;
    }
}
