using System;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Vas.Domain.Subscriptions;

/// <summary>
/// A customer's consent in its provider's chain (features.md V3). <see cref="Canonical"/> is the fixed form: UTF-8, one
/// <c>name=value</c> a line in this order, each line ended by U+000A. The hash is SHA-256 of the previous hash's 32 bytes and
/// those bytes; the first record follows 32 zero bytes. Personal data is in it only as a digest under a salt.
/// </summary>
public sealed class ConsentRecord
{
    private ConsentRecord() { }

    public Guid ProviderId { get; private set; }

    /// <summary>From 1, without gaps.</summary>
    public long Sequence { get; private set; }
    public Guid SubscriptionId { get; private set; }
    public string Canonical { get; private set; } = "";
    public byte[] PreviousHash { get; private set; } = [];
    public byte[] Hash { get; private set; } = [];
    public DateTimeOffset ConfirmedAt { get; private set; }

    /// <summary>What was agreed to; null when the form does not say it.</summary>
    public ConsentTerms? ReadTerms() => ConsentTerms.Read(Canonical);

    /// <summary>Is it the consent that this subscription names?</summary>
    public bool IsOf(Subscription subscription) =>
        (ProviderId, Sequence, SubscriptionId)
        == (subscription.ProviderId, subscription.ConsentSequence, subscription.Id);

    internal static ConsentRecord Of(
        Subscription subscription,
        PromptAnswer answer,
        ConsentHead after,
        byte[] salt,
        DateTimeOffset now
    )
    {
        var sequence = after.Sequence + 1;
        var digest = DigestOf(salt, answer.SentFrom, answer.Text);
        var canonical = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            form=vas-consent-v2
            provider={subscription.ProviderId}
            sequence={sequence}
            subscription={subscription.Id}
            service={subscription.ServiceId}
            price={subscription.Price:0.00}
            currency={subscription.Currency}
            period={subscription.Period}
            trial={subscription.TrialDays}
            prompt={subscription.ReplyNumber}
            message={answer.MessageId}
            requested={Time(subscription.RequestedAt)}
            received={Time(answer.ReceivedAt)}
            confirmed={Time(now)}
            personal={Convert.ToHexStringLower(digest)}

            """
        );
        return new()
        {
            ProviderId = subscription.ProviderId,
            Sequence = sequence,
            SubscriptionId = subscription.Id,
            Canonical = canonical,
            PreviousHash = after.Hash,
            Hash = HashOf(after.Hash, canonical),
            ConfirmedAt = now,
        };
    }

    /// <summary>A record's hash, recomputed.</summary>
    public static byte[] HashOf(byte[] previous, string canonical) =>
        SHA256.HashData([.. previous, .. Encoding.UTF8.GetBytes(canonical)]);

    /// <summary>What stands for the number and the words of a customer.</summary>
    public static byte[] DigestOf(byte[] salt, string serviceNumber, string text) =>
        SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes($"{serviceNumber}\n{text}")]);

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
}

/// <summary>Opens a record's digest; erased, the record proves a consent and no longer whose.</summary>
public sealed class ConsentSalt
{
    private ConsentSalt() { }

    internal ConsentSalt(Guid providerId, long sequence, byte[] salt) =>
        (ProviderId, Sequence, Salt) = (providerId, sequence, salt);

    public Guid ProviderId { get; private set; }
    public long Sequence { get; private set; }
    public byte[] Salt { get; private set; } = [];
}

/// <summary>Where a provider's chain ends; held while a consent is appended, so that none has a twin.</summary>
public sealed class ConsentHead
{
    private ConsentHead() { }

    public Guid ProviderId { get; private set; }
    public long Sequence { get; private set; }
    public byte[] Hash { get; private set; } = [];

    /// <summary>What the first record follows.</summary>
    public static byte[] Beginning => new byte[32];

    public static ConsentHead Of(Guid providerId) => new() { ProviderId = providerId, Hash = Beginning };

    internal (ConsentRecord Record, ConsentSalt Salt) Append(
        Subscription subscription,
        PromptAnswer answer,
        byte[] salt,
        DateTimeOffset now
    )
    {
        var record = ConsentRecord.Of(subscription, answer, this, salt, now);
        (Sequence, Hash) = (record.Sequence, record.Hash);
        return (record, new ConsentSalt(ProviderId, record.Sequence, salt));
    }
}
