// Turns user names in tables into links to their page in the admin.
document.querySelectorAll('[data-user-id]').forEach(function (cell) {
  var link = document.createElement('a');
  link.href = '/admin/auth/user/' + cell.dataset.userId + '/change/';
  link.textContent = cell.textContent;
  cell.replaceChildren(link);
});
