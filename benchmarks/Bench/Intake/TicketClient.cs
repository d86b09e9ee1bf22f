using System;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading.Tasks;

namespace Bench.Intake;

/// <summary>Posts one trouble ticket, as an agent does, about an account that Billing knows.</summary>
internal sealed class TicketClient(Uri server, string token) : IDisposable
{
    public const string Account = "0190a000-0000-7000-8000-000000000001";

    private static readonly byte[] Ticket = Encoding.UTF8.GetBytes(
        $$"""
        {"description":"宽带每晚八点后断线，已经第三次了","severity":"major","ticketType":"complaint",
         "relatedEntity":[{"id":"{{Account}}","role":"account","@referredType":"BillingAccount"}]}
        """
    );

    // No traceparent of ours: the trace begins at the gateway.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null });
    private readonly Uri _tickets = new(server, "/tmf-api/troubleTicket/v4/troubleTicket");
    private readonly AuthenticationHeaderValue _bearer = new("Bearer", token);

    public async Task PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _tickets)
        {
            Content = new ByteArrayContent(Ticket),
        };
        request.Headers.Authorization = _bearer;
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _http.SendAsync(request, default);
        var body = await answer.Content.ReadAsStringAsync();
        if ((int)answer.StatusCode != 201)
        {
            throw new IOException($"{_tickets} answered {(int)answer.StatusCode}: {body}");
        }
    }

    public void Dispose() => _http.Dispose();
}
