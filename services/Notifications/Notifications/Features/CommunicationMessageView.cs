using System;
using System.Collections.Generic;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Notifications.Domain;
using ServiceDefaults.Telemetry;

namespace Notifications.Features;

/// <summary>A message as TMF681 `communicationMessage`; its case stands in the text by number and here by id.</summary>
public sealed record CommunicationMessageView(
    Guid Id,
    string Href,
    string? Content,
    string MessageType,
    string Status,
    string? StatusReason,
    int TryTimes,
    DateTimeOffset CreationDate,
    DateTimeOffset? SendTime,
    DateTimeOffset? SendTimeComplete,
    SenderView Sender,
    IReadOnlyList<ReceiverView> Receiver,
    IReadOnlyList<CharacteristicView> Characteristic,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "CommunicationMessage"
) : IVersioned
{
    public const string Root = "/tmf-api/communicationManagement/v4/communicationMessage";

    public static CommunicationMessageView Of(Message message, string sender) =>
        new(
            message.Id,
            $"{Root}/{message.Id}",
            message.Content,
            "SMS",
            Word(message.Status),
            message.StatusReason,
            message.Attempts,
            message.CreatedAt,
            message.SentAt,
            message.DeliveredAt,
            new(message.Sender ?? sender, message.Sender ?? sender),
            message.Receiver is { } number ? [new(message.AccountId?.ToString() ?? number, number)] : [],
            [.. Characteristics(message)],
            message.Version
        );

    private static IEnumerable<CharacteristicView> Characteristics(Message message)
    {
        yield return new("purpose", message.Purpose);
        if (message.ComplaintId is { } complaint)
        {
            yield return new("troubleTicket", complaint.ToString());
        }

        if (message.CaseNumber is { } number)
        {
            yield return new("caseNumber", number);
        }

        if (StoredTrace.IdOf(message.Traceparent) is { } trace)
        {
            yield return new("traceId", trace);
        }
    }

    /// <summary>TMF681's words: what the gateway has is in progress until the receipt came.</summary>
    internal static string Word(MessageStatus status) =>
        status switch
        {
            MessageStatus.Held or MessageStatus.Waiting => "initial",
            MessageStatus.Sending or MessageStatus.Accepted => "inProgress",
            MessageStatus.Delivered => "completed",
            MessageStatus.Dropped => "cancelled",
            _ => "failed",
        };
}

public sealed record SenderView(string Id, string PhoneNumber);

public sealed record ReceiverView(string Id, string PhoneNumber);

public sealed record CharacteristicView(string Name, string Value);
