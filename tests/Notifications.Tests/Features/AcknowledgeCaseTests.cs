using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Shouldly;
using Testing;
using Xunit;
using static Notifications.Tests.NotificationsFixture;

namespace Notifications.Tests.Features;

public sealed class AcknowledgeCaseTests(NotificationsFixture platform) : IClassFixture<NotificationsFixture>
{
    [Fact]
    public async Task C1_the_customer_gets_an_sms_with_the_case_number_and_the_message_is_completed_by_its_receipt()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        var opened = Case(account);
        await platform.Neighbours.SayAsync(Contact(account, phone));

        await platform.Neighbours.SayAsync(opened);

        var message = (JsonElement)await platform.MessageAsync(opened, "completed");
        var text = $"您的投诉已受理\uff0c受理编号\uff1a{opened.CaseNumber}。您可凭编号查询处理进度。";
        message.GetProperty("content").GetString().ShouldBe(text);
        message.GetProperty("messageType").GetString().ShouldBe("SMS");
        message.GetProperty("tryTimes").GetInt32().ShouldBe(1);
        message.GetProperty("receiver")[0].GetProperty("phoneNumber").GetString().ShouldBe(phone);
        message.GetProperty("@type").GetString().ShouldBe("CommunicationMessage");
        Characteristic(message, "troubleTicket").ShouldBe(opened.ComplaintId.ToString());
        Characteristic(message, "caseNumber").ShouldBe(opened.CaseNumber);
        platform.Kannel.Received(phone).ShouldBe([text]);

        var said = await platform.Delivered.FirstAsync(delivered => delivered.ComplaintId == opened.ComplaintId);
        said.Event.Purpose.ShouldBe("case-acknowledged");
        said.Event.AccountId.ShouldBe(account);
        said.Event.MessageId.ShouldBe(message.GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task A_customer_who_reads_English_is_told_in_English()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        var opened = Case(account);
        await platform.Neighbours.SayAsync(Contact(account, phone, "en"));

        await platform.Neighbours.SayAsync(opened);

        await platform.MessageAsync(opened, "completed");
        platform
            .Kannel.Received(phone)
            .ShouldBe([
                $"Your complaint has been received. Case number: {opened.CaseNumber}. "
                    + "Please quote it to ask how it stands.",
            ]);
    }

    [Fact]
    public async Task A_message_waits_for_a_contact_that_comes_later()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        var opened = Case(account);
        await platform.Neighbours.SayAsync(opened);
        await platform.MessageAsync(opened, "initial");

        await platform.Neighbours.SayAsync(Contact(account, phone));

        await platform.MessageAsync(opened, "completed");
        platform.Kannel.Received(phone).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_case_may_carry_its_own_contact()
    {
        var phone = platform.NewPhone();
        var opened = Case(account: null, contactPhone: phone);

        await platform.Neighbours.SayAsync(opened);

        await platform.MessageAsync(opened, "completed");
        platform.Kannel.Received(phone).Single().ShouldContain(opened.CaseNumber);
    }

    [Fact]
    public async Task N4_an_event_that_is_delivered_three_times_sends_one_sms()
    {
        var (account, phone) = (Guid.CreateVersion7(), platform.NewPhone());
        var opened = Case(account);
        var outboxRow = Guid.CreateVersion7();
        await platform.Neighbours.SayAsync(Contact(account, phone));

        await platform.Neighbours.SayAsync(opened, outboxRow);
        await platform.Neighbours.SayAsync(opened, outboxRow);
        await platform.Neighbours.SayAsync(opened); // the same fact under another message id

        await platform.MessageAsync(opened, "completed");
        var heard = "select count(*) from inbox where consumer = 'AcknowledgeCaseWhenComplaintOpened'";
        var before = await platform.Notifications.ScalarAsync<long>(heard);
        await platform.Neighbours.SayAsync(Case(account: null)); // marks the end of the queue
        await Eventually.TrueAsync(
            async () => await platform.Notifications.ScalarAsync<long>(heard) > before,
            "the end of the queue"
        );
        platform.Kannel.Received(phone).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_texts_of_many_cases_all_arrive_and_none_twice()
    {
        var account = Guid.CreateVersion7();
        var phone = platform.NewPhone();
        var cases = Enumerable.Range(0, 30).Select(_ => Case(account)).ToList();
        await platform.Neighbours.SayAsync(Contact(account, phone));

        await Task.WhenAll(cases.Select(opened => platform.Neighbours.SayAsync(opened)));

        foreach (var opened in cases)
        {
            await platform.MessageAsync(opened, "completed");
        }

        var received = platform.Kannel.Received(phone);
        received.Count.ShouldBe(30);
        received.Distinct().Count().ShouldBe(30);
    }

    private static string? Characteristic(JsonElement message, string name) =>
        message
            .GetProperty("characteristic")
            .EnumerateArray()
            .Single(c => c.GetProperty("name").GetString() == name)
            .GetProperty("value")
            .GetString();
}
