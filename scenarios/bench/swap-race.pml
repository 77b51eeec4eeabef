/* The reference problem with its disconnect thread, a step a transition: the same states as charsim explore finds. */
bit L, be, bh, made, alive0 = 1, alive1, open0 = 1, open1, feopen = 1;
byte acc0, acc1, refused;
active [W] proctype writer() {
  byte n; bit b;
end:
  do
  :: atomic { n < K && !L -> L = 1 };
     b = be;
     d_step {
       if :: b -> assert(alive1); if :: open1 -> acc1++ :: else -> refused++ fi
          :: else -> assert(alive0); if :: open0 -> acc0++ :: else -> refused++ fi
       fi;
       b = 0
     };
     d_step { L = 0; n++ }
  od
}
active proctype main() {
  bit o, closes, t;
  atomic { bh -> bh = 0 };
  o = open0;
  d_step { closes = o && !open1; o = 0 };
  if
  :: d_step { closes -> feopen = 0; closes = 0 }; atomic { !L -> L = 1 }
  :: atomic { !closes && !L -> L = 1 }
  fi;
  be = 1;
  t = open1;
  d_step { feopen = t; t = 0 };
  L = 0;
  alive0 = 0;
end: 0
}
active proctype command() {
  d_step { made = 1; alive1 = 1; open1 = 1 };
  bh = 1;
end: 0
}
active proctype disconnect() {
  bit r;
  made;
  open1 = 0;
  atomic { !L -> L = 1 };
  r = be;
  if
  :: d_step { r -> feopen = 0; r = 0 }; L = 0
  :: d_step { !r -> L = 0 }
  fi;
end: 0
}
