using System;
using System.Collections.Generic;

namespace Billing.Domain;

/// <summary>
/// What a customer is billed under and reached by. Billing owns contacts: a change rises the version and is said to
/// all who keep a copy.
/// </summary>
public sealed class Account
{
    private readonly List<Line> _lines = [];

    private Account() { }

    public Guid Id { get; private set; }
    public long Version { get; private set; }

    /// <summary>What the customer reads on the bill: <c>A1000001</c>.</summary>
    public string Number { get; private set; } = "";
    public string CustomerName { get; private set; } = "";
    public CustomerGroup CustomerGroup { get; private set; }
    public Contact Contact { get; private set; } = null!;
    public DateTimeOffset OpenedAt { get; private set; }
    public IReadOnlyList<Line> Lines => _lines;

    public static Account Open(
        Guid id,
        string number,
        string customerName,
        CustomerGroup group,
        Contact contact,
        IEnumerable<Line> lines,
        DateTimeOffset now
    )
    {
        var account = new Account
        {
            Id = id,
            Version = 1,
            Number = number,
            CustomerName = customerName,
            CustomerGroup = group,
            Contact = contact,
            OpenedAt = now,
        };
        account._lines.AddRange(lines);
        return account;
    }

    /// <returns>False when the contact is what it was: nothing happened and nobody needs to hear of it.</returns>
    public bool ChangeContact(Contact contact)
    {
        if (contact == Contact)
        {
            return false;
        }

        Contact = contact;
        Version++;
        return true;
    }
}

/// <summary>How the account wants to be reached.</summary>
/// <param name="PhoneNumber">For SMS: 5 to 15 digits without a plus sign; null for none.</param>
/// <param name="Email">For e-mail; null for none.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>.</param>
public sealed record Contact(string? PhoneNumber, string? Email, string Language);

/// <summary>Tariffs are offered, and targets are met, per group.</summary>
public enum CustomerGroup
{
    Residential,
    Business,
    KeyAccount,
}
