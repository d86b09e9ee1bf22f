using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Notifications.Domain;
using ServiceDefaults.Telemetry;

namespace Notifications.Features;

/// <summary>A delivery as ops and its partner see it; its body and attempts stand on the single one only.</summary>
/// <param name="DueAt">When the next attempt is made; null when none is.</param>
public sealed record DeliveryView(
    Guid Id,
    string Href,
    Guid SubscriptionId,
    string Owner,
    string Url,
    string EventType,
    string Status,
    string? StatusReason,
    int Attempts,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? DeliveredAt,
    string? TraceId,
    string? ContentType,
    string? Body,
    IReadOnlyList<DeliveryAttemptView>? Made,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Delivery"
) : IVersioned
{
    public const string Root = "/api/notifications/v1/deliveries";

    public static DeliveryView Of(Delivery delivery) =>
        new(
            delivery.Id,
            $"{Root}/{delivery.Id}",
            delivery.SubscriptionId,
            delivery.Owner,
            delivery.Url,
            delivery.EventType,
            Word(delivery.Status),
            delivery.StatusReason,
            delivery.Attempts,
            delivery.RequestedAt,
            delivery.Status == DeliveryStatus.Waiting ? delivery.DueAt : null,
            delivery.DeliveredAt,
            StoredTrace.IdOf(delivery.Traceparent),
            ContentType: null,
            Body: null,
            Made: null,
            delivery.Version
        );

    /// <param name="delivery">Read with its attempts.</param>
    public static DeliveryView Whole(Delivery delivery) =>
        Of(delivery) with
        {
            ContentType = delivery.ContentType,
            Body = delivery.Body,
            Made = [.. delivery.Made.OrderBy(attempt => attempt.Number).Select(DeliveryAttemptView.Of)],
        };

    internal static string Word(DeliveryStatus status) =>
        status switch
        {
            DeliveryStatus.Waiting => "waiting",
            DeliveryStatus.Sending => "sending",
            DeliveryStatus.Delivered => "delivered",
            DeliveryStatus.Failed => "failed",
            _ => "gone",
        };
}

/// <param name="StatusCode">The partner's HTTP status; none when there was no answer.</param>
public sealed record DeliveryAttemptView(int Number, DateTimeOffset At, int? StatusCode, string? Error, int DurationMs)
{
    public static DeliveryAttemptView Of(DeliveryAttempt attempt) =>
        new(attempt.Number, attempt.At, attempt.StatusCode, attempt.Error, attempt.DurationMs);
}
