using System.Runtime.InteropServices;

namespace MLNetDeep.AutoML.Tests.Storage;

/// <summary>Lets the calling thread, and it only, use files as a user without rights: root may write what may only be read.</summary>
internal static class FileUser
{
    private const uint Nobody = 65534;

    public static void RunAsNobody(Action action)
    {
        if (Environment.UserName != "root")
        {
            action();
            return;
        }
        Exception? error = null;
        // The thread ends with what it changed.
        var thread = new Thread(() =>
        {
            try
            {
                SetUser(Nobody);
                // The call answers with the user before; a second one tells whether the first was obeyed.
                Assert.Equal(Nobody, (uint)SetUser(Nobody));
                action();
            }
            catch (Exception e)
            {
                error = e;
            }
        });
        thread.Start();
        thread.Join();
        if (error is not null)
            throw new InvalidOperationException("It failed for a user without rights.", error);
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetUser(uint user);
}
