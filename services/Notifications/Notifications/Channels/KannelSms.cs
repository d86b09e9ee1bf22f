using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Options;
using Notifications.Domain;

namespace Notifications.Channels;

/// <summary>Where the SMS gateway is and how it answers back.</summary>
public sealed class SmsOptions
{
    /// <summary>The number customers see.</summary>
    public string Sender { get; set; } = "10086";

    /// <summary>The operator's country, as inbound numbers begin and accounts' do not.</summary>
    public string CountryCode { get; set; } = "86";

    /// <summary>The shared secret: sendsms password, and what receipts' signatures are made with.</summary>
    public string Secret { get; set; } = "";

    /// <summary>This service's own address as the gateway reaches it.</summary>
    public string ReceiptBase { get; set; } = "";

    /// <summary>The gateway's own folder (spool, access.log), asked when it is unknown whether it took a message.</summary>
    public string GatewayFolder { get; set; } = "";
}

/// <summary>What became of one try to send.</summary>
/// <param name="Kind">Accepted, refused for ever, or certainly not taken.</param>
/// <param name="Reason">What the gateway said; empty when accepted.</param>
internal sealed record SendOutcome(SendOutcomeKind Kind, string Reason = "");

internal enum SendOutcomeKind
{
    Accepted,
    Refused,

    /// <summary>The gateway certainly has not got it.</summary>
    NotTaken,

    /// <summary>The call broke in the middle: the gateway's own log has to be asked.</summary>
    Unknown,
}

/// <summary>SMS through Kannel's sendsms interface, Unicode, with delivery reports (features.md N2, N5).</summary>
internal sealed class KannelSms(HttpClient http, ReceiptSignature signature, IOptions<SmsOptions> options)
{
    /// <summary>How long an answer may take; below the claim, so that who asked also records it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // 1: delivered, 2: failed, 16: rejected by the centre. Not asked for: 4, buffered, and 8, taken by the centre, which
    // say nothing that the gateway's yes did not, and would double what every message costs here.
    private const int FinalReports = 1 + 2 + 16;

    public async Task<SendOutcome> SendAsync(Message message, CancellationToken ct)
    {
        var sms = options.Value;
        var receipt = $"{sms.ReceiptBase}/sms/receipts/{message.Id}?status=%d&signature={signature.Of(message.Id)}";
        var query = string.Join(
            '&',
            $"username=platform&password={Uri.EscapeDataString(sms.Secret)}",
            $"from={message.Sender ?? sms.Sender}&to={message.Receiver}&charset=UTF-8&coding=2",
            $"text={Uri.EscapeDataString(message.Content!)}",
            $"binfo={message.Id}", // the key by which the gateway's own records can be asked
            $"dlr-mask={FinalReports}&dlr-url={Uri.EscapeDataString(receipt)}"
        );
        try
        {
            using var response = await http.GetAsync(new Uri($"cgi-bin/sendsms?{query}", UriKind.Relative), ct);
            var answer = await response.Content.ReadAsStringAsync(ct);
            return Judge(response.StatusCode, answer.Trim());
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return new(SendOutcomeKind.NotTaken, "The SMS gateway cannot be reached.");
        }
        catch (Exception e)
            when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return new(SendOutcomeKind.Unknown, e.Message);
        }
    }

    // 202 "0: Accepted for delivery", or "3: Queued for later delivery" while the centre is away.
    private static SendOutcome Judge(HttpStatusCode status, string answer) =>
        status switch
        {
            HttpStatusCode.Accepted => new(SendOutcomeKind.Accepted),
            HttpStatusCode.ServiceUnavailable => new(SendOutcomeKind.NotTaken, answer),
            _ => new(SendOutcomeKind.Refused, $"{(int)status}: {answer}"),
        };
}
