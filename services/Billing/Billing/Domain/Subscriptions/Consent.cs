using System;

namespace Billing.Domain.Subscriptions;

/// <summary>
/// The customer's yes to a plan, or to its end, in the words he was shown; nothing else changes what he pays
/// (features.md B3). It is kept for ever and never changed, also not by SQL.
/// </summary>
public sealed class Consent
{
    private Consent() { }

    public Guid Id { get; private set; }
    public Guid AccountId { get; private set; }
    public Guid LineId { get; private set; }

    /// <summary>At whose price.</summary>
    public Guid CatalogueId { get; private set; }
    public Guid OfferingId { get; private set; }

    /// <summary>Where he was asked: app, web, hall, hotline, sms, ivr or kiosk.</summary>
    public string Channel { get; private set; } = "";

    /// <summary>The exact words shown or read to him, the price included.</summary>
    public string Statement { get; private set; } = "";

    /// <summary>Whose token said so, by role: the customer's own, or that of who asked him.</summary>
    public string GivenBy { get; private set; } = "";
    public DateTimeOffset GivenAt { get; private set; }

    internal static Consent Of(Guid accountId, Guid lineId, Guid catalogueId, Guid offeringId, ConsentGiven given) =>
        new()
        {
            Id = Guid.CreateVersion7(given.At),
            AccountId = accountId,
            LineId = lineId,
            CatalogueId = catalogueId,
            OfferingId = offeringId,
            Channel = given.Channel,
            Statement = given.Statement,
            GivenBy = given.By,
            GivenAt = given.At,
        };
}

/// <summary>A yes, and where, in which words, by whom and when it was given.</summary>
public sealed record ConsentGiven(string Channel, string Statement, string By, DateTimeOffset At);
