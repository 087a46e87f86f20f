namespace Microsoft.ML.Trainers.FastTree.Binning;

/// <summary>A binary heap of small integers, largest key first, from which any member can be taken out.</summary>
internal sealed class KeyedMaxHeap
{
    private readonly long[] _keys;
    private readonly int[] _heap;
    private readonly int[] _place; // of every member in _heap; -1 for those outside.

    /// <param name="capacity">Members are the integers from 0 up to here.</param>
    public KeyedMaxHeap(int capacity)
    {
        _keys = new long[capacity];
        _heap = new int[capacity];
        _place = new int[capacity];
        Array.Fill(_place, -1);
    }

    public int Count { get; private set; }

    public void Add(int member, long key)
    {
        _keys[member] = key;
        Put(member, Count++);
        Rise(_place[member]);
    }

    public int Pop()
    {
        var top = _heap[0];
        Remove(top);
        return top;
    }

    /// <summary>Takes a member out; does nothing when it is not in the heap.</summary>
    public void Remove(int member)
    {
        var hole = _place[member];
        if (hole < 0) return;
        _place[member] = -1;
        var last = _heap[--Count];
        if (last == member) return;
        Put(last, hole);
        Rise(hole);
        Sink(_place[last]);
    }

    private void Put(int member, int place)
    {
        _heap[place] = member;
        _place[member] = place;
    }

    private void Rise(int place)
    {
        var member = _heap[place];
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (_keys[_heap[parent]] >= _keys[member]) break;
            Put(_heap[parent], place);
            place = parent;
        }
        Put(member, place);
    }

    private void Sink(int place)
    {
        var member = _heap[place];
        while (true)
        {
            var child = 2 * place + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _keys[_heap[child]] < _keys[_heap[child + 1]]) child++;
            if (_keys[member] >= _keys[_heap[child]]) break;
            Put(_heap[child], place);
            place = child;
        }
        Put(member, place);
    }
}
